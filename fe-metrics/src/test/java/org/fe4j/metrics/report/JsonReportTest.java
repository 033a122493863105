package org.fe4j.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fe4j.metrics.ClassificationFixture;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.SkippedRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonReportTest {

  static List<ClassificationFixture> fixtures() {
    return ClassificationFixture.all();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void readsBackAnEqualReport(ClassificationFixture fixture) throws IOException {
    MetricsReport report =
        MetricsReport.of(
            fixture.predictions(5),
            ImmutableMap.of("b", "\u5ca9 \"quoted\"\n</script>", "a", ""),
            List.of(new SkippedRow("broken.jpg", "truncated")));

    MetricsReport read = JsonReport.read(new StringReader(JsonReport.of(report)), "report.json");

    assertThat(read).isEqualTo(report);
    assertThat(read.provenance().keySet()).containsExactly("b", "a");
    assertThat(read).hasToString(report.toString());
  }

  @Test
  void readsBackAnEqualReportOfFloats() throws IOException {
    MetricsReport report = SampleReport.create();
    String json = JsonReport.of(report);

    assertThat(json).contains("\"float32\"").contains("[0.7, 0.2, 0.1]");
    assertThat(JsonReport.read(new StringReader(json), "report.json")).isEqualTo(report);
  }

  @Test
  void keepsEveryBitOfADouble() throws IOException {
    double third = 1 / 3.0;
    double tiny = Double.MIN_VALUE;
    MetricsReport report =
        MetricsReport.of(
            Predictions.builder(List.of("a", "b", "c", "d"))
                .add("x", 0, 0, new double[] {third, Math.nextUp(third), third, tiny})
                .build(),
            ImmutableMap.of());

    Predictions read =
        JsonReport.read(new StringReader(JsonReport.of(report)), "report.json").predictions();

    assertThat(read.probability(0, 0)).isEqualTo(third);
    assertThat(read.probability(0, 1)).isEqualTo(Math.nextUp(third));
    assertThat(read.probability(0, 3)).isEqualTo(tiny);
  }

  @Test
  void putsRowsOnLinesOfTheirOwn() {
    assertThat(JsonReport.of(SampleReport.create()))
        .startsWith(
            """
            {
              "formatVersion": 2,
              "classes": ["cross_bedding", "tuff, \\"welded\\"", "a|b"],
              "provenance": {
                "backbone": "squeezenet1_1",
                "seed": "42"
              },
              "protocol": {},
              "reproduction": {},
              "pooled": {
                "rows": 4,
                "accuracy": 0.75,
            """)
        .endsWith(
            """
              "skipped": [
                {"id": "x/5.png", "reason": "truncated | after 7 bytes"}
              ],
              "predictions": {
                "id": [
                  "x/1.png",
                  "x/2, again.png",
                  "\u00e9\u5ca9.png",
                  "x/4.png"
                ],
                "fold": [0, 0, 1, 1],
                "truth": [0, 1, 0, 1],
                "predicted": [0, 1, 2, 1],
                "probabilityType": "float32",
                "probabilities": [
                  [0.7, 0.2, 0.1],
                  [0.25, 0.5, 0.25],
                  [0.125, 0.25, 0.625],
                  [0.0, 1.0, 0.0]
                ]
              }
            }
            """
                .stripTrailing());
  }

  static Stream<Arguments> damagedFigures() {
    return Stream.of(
        damage(
            "\"accuracy\": 0.75",
            "\"accuracy\": 0.85",
            "pooled.accuracy: is 0.85, but the predictions in the file give 0.75; the file was"
                + " changed after it was written"),
        damage(
            "\"support\": 2",
            "\"support\": 3",
            "pooled.perClass[0].support: is 3, but the predictions in the file give 2; the file was"
                + " changed after it was written"),
        damage(
            "\"accuracy\": {\"mean\": 0.75",
            "\"accuracy\": {\"mean\": null",
            "overFolds.accuracy.mean: is null, but the predictions in the file give 0.75; the file"
                + " was changed after it was written"),
        damage("\"accuracy\": 0.75,", "", "pooled.accuracy: is missing"),
        damage(
            "\"support\"", "\"suport\"", "pooled.perClass[0].suport: is not a field of a report"),
        damage("\"seed\"", "\"backbone\"", "provenance.backbone: is there twice"),
        damage("\"42\"", "42", "provenance.seed: must be a string but is a number"),
        damage("\"classes\"", "\"klasses\"", "klasses: is not a field of a report"),
        damage("\"cross_bedding\", ", "\"a|b\", ", "classes: Two classes are called \"a|b\""),
        damage(
            "\"formatVersion\": 2",
            "\"formatVersion\": 3",
            "formatVersion: is 3, but this version of fe4j reads 1 to 2; read the file with the fe4j"
                + " that wrote it"),
        damage(
            "\"formatVersion\": 2",
            "\"formatVersion\": 0",
            "formatVersion: is 0, but this version of fe4j reads 1 to 2; read the file with the fe4j"
                + " that wrote it"),
        damage("\"formatVersion\": 2,", "", "formatVersion: is missing"));
  }

  static Stream<Arguments> damagedPredictions() {
    return Stream.of(
        damage(
            "[0, 1, 0, 1]",
            "[0, 1, 0]",
            "predictions.truth: has 3 entries, but predictions.id has 4"),
        damage(
            "[0, 1, 0, 1]",
            "[0, 1, 0.5, 1]",
            "predictions.truth[2]: must be a whole number but is 0.5"),
        damage(
            "[0, 1, 0, 1]",
            "[0, 9, 0, 1]",
            "predictions, entry 1: Row \"x/2, again.png\" has the true class 9, but there are 3"
                + " classes"),
        damage(
            "[0, 1, 2, 1]",
            "[0, 1, 1, 1]",
            "predictions.predicted[2]: is 1, but the most probable class is 2"),
        damage(
            "[0.7, 0.2, 0.1]",
            "[0.7, 0.2]",
            "predictions, entry 0: Row \"x/1.png\" has 2 probabilities, but there are 3 classes"),
        damage(
            "0.625]",
            "1e999]",
            "predictions, entry 2: Row \"\u00e9\u5ca9.png\" has the probability Infinity for class"
                + " \"a|b\"; it must be in [0, 1]"),
        damage(
            "\"float32\"",
            "\"float16\"",
            "predictions.probabilityType: must be float32 or float64 but is \"float16\""),
        damage(
            "\"probabilityType\": \"float32\",",
            "",
            "predictions.probabilities: stands before probabilityType, which says how to read it"),
        damage("\"fold\": [0, 0, 1, 1],", "", "predictions.fold: is missing"),
        damage(
            "\"id\": \"x/5.png\"",
            "\"id\": \"x/4.png\"",
            "skipped: Row \"x/4.png\" is said to be skipped, but it has a prediction"),
        damage("\"id\": \"x/5.png\", ", "", "skipped.id: is missing"),
        damage(
            "[0.125",
            "[NaN",
            "predictions.probabilities[2][0]: is not valid JSON (line 129 column 8)"),
        damage("{\n", "[\n", "the document: must be an object but is a list"));
  }

  @ParameterizedTest
  @MethodSource({"damagedFigures", "damagedPredictions"})
  void namesTheDamagedField(String before, String after, String message) {
    String json = JsonReport.of(SampleReport.create());
    assertThat(json).contains(before);
    String damaged =
        json.substring(0, json.indexOf(before))
            + after
            + json.substring(json.indexOf(before) + before.length());

    assertThatThrownBy(() -> JsonReport.read(new StringReader(damaged), "report.json"))
        .isInstanceOf(MalformedReportException.class)
        .hasMessage("[report.json] " + message);
  }

  @Test
  void refusesATruncatedFileAtEveryLength(@TempDir Path directory) throws IOException {
    byte[] json = JsonReport.of(SampleReport.create()).getBytes(StandardCharsets.UTF_8);
    Path file = directory.resolve("report.json");
    for (int length = 0; length < json.length; length += 7) {
      Files.write(file, Arrays.copyOf(json, length));

      assertThat(catchThrowableOfType(MalformedReportException.class, () -> JsonReport.read(file)))
          .as("%d of %d bytes", length, json.length)
          .isNotNull()
          .hasMessageStartingWith("[report.json] ");
    }
  }

  @Test
  void saysThatATruncatedFileIsTruncated() {
    String json = JsonReport.of(SampleReport.create());
    String half = json.substring(0, json.indexOf("\"seed\""));

    assertThatThrownBy(() -> JsonReport.read(new StringReader(half), "report.json"))
        .hasMessage(
            "[report.json] provenance.backbone: ends early; the file is truncated or empty");
  }

  @Test
  void refusesTextAfterTheReport() {
    String json = JsonReport.of(SampleReport.create()) + "{}";

    assertThatThrownBy(() -> JsonReport.read(new StringReader(json), "report.json"))
        .isInstanceOf(MalformedReportException.class)
        .hasMessageStartingWith("[report.json] the document: is not valid JSON (line ");
  }

  @Test
  void refusesAFileThatIsNotUtf8(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("report.json");
    Files.write(file, JsonReport.of(SampleReport.create()).getBytes(StandardCharsets.UTF_16BE));

    assertThatThrownBy(() -> JsonReport.read(file)).isInstanceOf(MalformedReportException.class);
  }

  @Test
  void leavesAMissingFileToItsOwnException(@TempDir Path directory) {
    assertThatThrownBy(() -> JsonReport.read(directory.resolve("report.json")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static Arguments damage(String before, String after, String message) {
    return Arguments.of(before, after, message);
  }
}
