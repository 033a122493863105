package org.fe4j.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.ShareOfClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What version 2 added, and that version 1 is still read. */
class JsonReportVersionsTest {

  private static String written(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(JsonReportVersionsTest.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Written by fe4j before there was a version 2, from {@link SampleReport#create}. */
  private static String versionOne() throws IOException {
    return written("report-version-1.json");
  }

  /** Where this fails, files of users cannot be read any more: the format needs a new version. */
  @Test
  void readsAndWritesTheSameVersionTwoAsEver() throws IOException {
    String json = written("report-version-2.json");

    assertThat(read(json)).isEqualTo(SampleReport.complete());
    assertThat(JsonReport.of(SampleReport.complete())).isEqualTo(json);
  }

  @Test
  void readsVersionOne() throws IOException {
    assertThat(read(versionOne())).isEqualTo(SampleReport.create());
  }

  @Test
  void checksTheFiguresOfVersionOne() throws IOException {
    String damaged = versionOne().replaceFirst("\"logLoss\": 0.78", "\"logLoss\": 0.68");

    assertThatThrownBy(() -> read(damaged))
        .isInstanceOf(MalformedReportException.class)
        .hasMessageStartingWith("[report.json] pooled.logLoss: is 0.68");
  }

  @Test
  void readsBackEverythingThatAReportMayHave() throws IOException {
    MetricsReport report = SampleReport.complete();

    MetricsReport read = read(JsonReport.of(report));

    assertThat(read).isEqualTo(report).hasToString(report.toString());
    assertThat(read.protocol().keySet()).containsExactly("name", "folds");
    assertThat(read.predictions().group(2)).isEqualTo("quarry, \"A\"");
    assertThat(read.trainRows()).isEqualTo(1.5);
    assertThat(read.interval(new ShareOfClass()))
        .isPresent()
        .isEqualTo(report.interval(new ShareOfClass()));
    // What was read can be written again.
    assertThat(JsonReport.of(read)).isEqualTo(JsonReport.of(report));
  }

  @Test
  void recomputesAMetricWhoseClassIsGiven(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("report.json");
    String json = JsonReport.of(SampleReport.complete());
    Files.writeString(file, json);

    MetricsReport read = JsonReport.read(file, List.of(new ShareOfClass(), Metric.ACCURACY));

    assertThat(read).isEqualTo(SampleReport.complete()).isEqualTo(JsonReport.read(file));
    assertThat(read.metrics()).anyMatch(metric -> metric instanceof ShareOfClass);
    assertThat(JsonReport.of(read)).isEqualTo(json);
  }

  @Test
  void checksAMetricWhoseClassIsGiven() {
    String json = JsonReport.of(SampleReport.complete());
    String damaged = json.replaceFirst("\"pooled\": 0.5,", "\"pooled\": 0.25,");
    assertThat(damaged).isNotEqualTo(json);

    assertThatThrownBy(
            () ->
                JsonReport.read(
                    new StringReader(damaged), "report.json", List.of(new ShareOfClass())))
        .isInstanceOf(MalformedReportException.class)
        .hasMessage(
            "[report.json] otherMetrics[0].pooled: is 0.25, but the predictions in the file give"
                + " 0.5; the file was changed after it was written");
  }

  @Test
  void readsAHoldOutWhoseTrainRowsAreUnknown() throws IOException {
    MetricsReport report =
        MetricsReport.builder(
                Predictions.builder(List.of("a", "b"))
                    .addLabels("x", 0, 0, 0)
                    .addLabels("y", 1, 0, 0)
                    .build())
            .build();

    assertThat(report.trainRows()).isZero();
    assertThat(read(JsonReport.of(report))).isEqualTo(report);
  }

  static Stream<Arguments> damagedFigures() {
    return Stream.of(
        damage("\"protocol\"", "\"protokoll\"", "protokoll: is not a field of a report"),
        damage(
            "\"formatVersion\": 2",
            "\"formatVersion\": 1",
            "protocol: is not a field of a report of version 1"),
        damage("\"trainRows\": 1.5,", "", "trainRows: is missing"),
        damage(
            "\"trainRows\": 1.5",
            "\"trainRows\": -1.5",
            "trainRows: is -1.5, but the predictions in the file give 1.0"),
        damage(
            "\"intervals\": {\n    \"accuracy\": {\"low\": 0.",
            "\"intervals\": {\n    \"accuracy\": {\"low\": 0.1",
            "intervals.accuracy.low: is 0.1"),
        damage("\"level\": 0.95", "\"level\": 0.9", "intervals.accuracy.level: is 0.9, but the"),
        damage(
            "\"majorityBaseline\": 0.5",
            "\"majorityBaseline\": 0.6",
            "pooled.majorityBaseline: is 0.6, but the"),
        damage(
            "\"key\": \"shareOfFirst\"",
            "\"key\": \"accuracy\"",
            "otherMetrics: A metric has the key \"accuracy\", which is one of the standard ones"),
        damage("\"key\": \"shareOfFirst\",", "", "otherMetrics.key: is missing"),
        damage(
            "\"higherIsBetter\": false",
            "\"higherIsBetter\": 0",
            "otherMetrics[0].higherIsBetter: must be true or false but is a number"),
        damage(
            "\"folds\": [1.0, 0.0]",
            "\"folds\": [1.0]",
            "otherMetrics: The metric \"shareOfFirst\" has figures of 1 folds, but the predictions"
                + " have 2"),
        damage(
            "\"folds\": [1.0, 0.0]",
            "\"folds\": [1e999, 0.0]",
            "otherMetrics: has a number that is too large"));
  }

  static Stream<Arguments> damagedParts() {
    return Stream.of(
        damage(
            "\"fold\": 1,\n      \"keptEpoch\"",
            "\"fold\": 0,\n      \"keptEpoch\"",
            "trainingCurves: has two curves of fold 0"),
        damage(
            "\"fold\": 1,\n      \"keptEpoch\"",
            "\"fold\": 7,\n      \"keptEpoch\"",
            "trainingCurves: There is a training curve of fold 7"),
        damage(
            "\"keptEpoch\": 2",
            "\"keptEpoch\": 3",
            "trainingCurves: The kept epoch is 3, but there were 2"),
        damage("\"NaN\"", "\"nothing\"", "trainingCurves: has the loss \"nothing\"; it must be"),
        damage(
            "\"images\": 2",
            "\"images\": 1",
            "copies: 1 images in 1 groups of copies; there must be a group"),
        damage(
            "data:image/png;",
            "data:text/html;",
            "pictures: The picture of \"x/3.png\" is \"data:text/html;base64,iVBORw0=\""),
        damage(
            "\"x/3.png\": \"data",
            "\"x/9.png\": \"data",
            "pictures: There is a picture of \"x/9.png\", but no prediction"),
        damage(
            "      \"quarry, \\\"A\\\"\",\n      \"x/2.png\"",
            "      \"x/2.png\"",
            "predictions.group: has 3 entries, but predictions.id has 4"),
        damage(
            "      \"quarry, \\\"A\\\"\",\n      \"x/2.png\",\n",
            "      \"quarry, \\\"A\\\"\",\n      \"x/7.png\",\n",
            "predictions, entry 3: Row \"x/2.png\" has the group \"x/2.png\" in fold 1, but"
                + " \"x/7.png\" in another fold"));
  }

  @ParameterizedTest
  @MethodSource({"damagedFigures", "damagedParts"})
  void namesTheDamagedField(String before, String after, String message) {
    String json = JsonReport.of(SampleReport.complete());
    assertThat(json).contains(before);
    int at = json.indexOf(before);
    String damaged = json.substring(0, at) + after + json.substring(at + before.length());

    assertThatThrownBy(() -> read(damaged))
        .isInstanceOf(MalformedReportException.class)
        .hasMessageStartingWith("[report.json] " + message);
  }

  @Test
  void refusesATruncatedReportAtEveryLength() {
    String json = JsonReport.of(SampleReport.complete());

    for (int length = 0; length < json.length(); length += 13) {
      String cut = json.substring(0, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedReportException.class);
    }
  }

  private static MetricsReport read(String json) throws IOException {
    return JsonReport.read(new StringReader(json), "report.json");
  }

  private static Arguments damage(String before, String after, String message) {
    return Arguments.of(before, after, message);
  }
}
