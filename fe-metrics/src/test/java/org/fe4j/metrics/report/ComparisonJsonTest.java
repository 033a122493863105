package org.fe4j.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.comparison.AuditFinding;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.ComparisonFixture;
import org.fe4j.metrics.comparison.DatasetFacts;
import org.fe4j.metrics.comparison.ModelFacts;
import org.fe4j.metrics.comparison.NamedMatrix;
import org.fe4j.metrics.comparison.Ranking;
import org.fe4j.metrics.comparison.TiedWithBest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ComparisonJsonTest {
  /** A comparison with everything in it. */
  static Comparison sample() {
    return Comparison.builder()
        .model(
            ModelFacts.builder("resnet50 \"a|b\"")
                .parameters((1L << 60) + 1)
                .imagesPerSecond(1.0 / 3)
                .build())
        .model(ModelFacts.of("vit_h_14"))
        .dataset(DatasetFacts.of("rocks", 12, 2).withMedianShorterSide(224.5))
        .dataset(DatasetFacts.of("cars", 12, 3))
        .report(
            "resnet50 \"a|b\"", "rocks", ComparisonFixture.probableReport(12, 3, 2, row -> row > 2))
        .report("vit_h_14", "rocks", ComparisonFixture.probableReport(12, 3, 2, row -> row > 4))
        .report("resnet50 \"a|b\"", "cars", ComparisonFixture.report(12, 2, 3, row -> row % 5 > 0))
        .failure("vit_h_14", "cars", "out of memory\n2 GiB")
        .featureSimilarity(
            "rocks",
            NamedMatrix.of(
                List.of("resnet50 \"a|b\"", "vit_h_14"),
                (row, column) -> row == column ? 1 : Double.NaN))
        .audit("cars", List.of(new AuditFinding("vit_h_14", true, "rank 1 to 3")))
        .provenance(ImmutableMap.of("machine", "2 cores", "seed", "42"))
        .build();
  }

  private static Comparison read(String json) throws IOException {
    return ComparisonJson.read(new StringReader(json), "results.json", List.of());
  }

  @Test
  void readsBackWhatWasWritten() throws IOException {
    String json = ComparisonJson.of(sample());

    assertThat(read(json)).isEqualTo(sample());
    assertThat(ComparisonJson.of(read(json))).isEqualTo(json);
    assertThat(json).startsWith("{\n  \"comparisonVersion\": 1,\n");
  }

  @Test
  void readsBackEveryFactOfModels() throws IOException {
    Comparison comparison = ComparisonFixture.fourByThree().build();

    assertThat(read(ComparisonJson.of(comparison))).isEqualTo(comparison);
  }

  @Test
  void keepsMetricsOfOnesOwn() throws IOException {
    Metric own = new FirstRows();
    MetricsReport report =
        MetricsReport.builder(ComparisonFixture.report(12, 3, 2, row -> row > 2).predictions())
            .metrics(List.of(own))
            .build();
    Comparison comparison =
        Comparison.builder()
            .model(ModelFacts.of("a"))
            .model(ModelFacts.of("b"))
            .dataset(DatasetFacts.of("rocks", 12, 2))
            .report("a", "rocks", report)
            .report("b", "rocks", report)
            .build();
    String json = ComparisonJson.of(comparison);

    Comparison known = ComparisonJson.read(new StringReader(json), "x", List.of(own));
    Comparison stored = read(json);
    Metric storedMetric = stored.metrics().get(Metric.standard().size());

    assertThat(known).isEqualTo(comparison);
    assertThat(storedMetric.key()).isEqualTo("firstRows");
    assertThat(stored.score("b", "rocks", storedMetric))
        .isEqualTo(comparison.score("b", "rocks", own));
    assertThat(Ranking.of(stored, storedMetric).meanRank("a")).isEqualTo(1.5);
    assertThat(TiedWithBest.of(stored, "rocks", storedMetric).refused())
        .isEqualTo(Map.of("b", "the class that computes first rows is not at hand"));
    assertThat(TiedWithBest.of(known, "rocks", own).tied()).containsExactly("a", "b");
  }

  private static final class FirstRows implements Metric {
    @Override
    public String key() {
      return "firstRows";
    }

    @Override
    public String label() {
      return "first rows";
    }

    @Override
    public double of(Predictions predictions) {
      return predictions.predicted(0) == predictions.truth(0) ? 1 : 0;
    }
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        Arguments.of(
            "another version",
            "\"comparisonVersion\": 1",
            "\"comparisonVersion\": 2",
            "comparisonVersion: is 2, but this version of fe4j reads 1; read the file with the fe4j"
                + " that wrote it"),
        Arguments.of(
            "an unknown field",
            "\"provenance\"",
            "\"origin\"",
            "origin: is not a field of a comparison"),
        Arguments.of(
            "an unknown kind",
            "\"kind\": null",
            "\"kind\": \"conv\"",
            "models[0]: \"conv\" is none of convolutional, transformer, hybrid"),
        Arguments.of(
            "a broken count",
            "\"images\": 12",
            "\"images\": 0",
            "datasets[0]: The data set rocks has 0 images of 2 classes; both must be above 0"),
        Arguments.of(
            "an unknown model",
            "\"model\": \"vit_h_14\",\n      \"dataset\": \"cars\"",
            "\"model\": \"vit\",\n      \"dataset\": \"cars\"",
            "cells[3]: The model \"vit\" was not added; there are [resnet50 \"a|b\", vit_h_14]"),
        Arguments.of(
            "a changed figure",
            "\"accuracy\": 0.75,",
            "\"accuracy\": 0.85,",
            "cells[0].report.pooled.accuracy: is 0.85, but the predictions in the file give 0.75; the"
                + " file was changed after it was written"),
        Arguments.of(
            "neither report nor failure",
            "\"failure\": \"out of memory\\n2 GiB\"",
            "\"failures\": \"out of memory\"",
            "cells[3].failures: is not a field of a comparison"),
        Arguments.of(
            "a flag that is text",
            "\"flagged\": true",
            "\"flagged\": \"true\"",
            "audits[0].findings[0].flagged: must be true or false but is a string"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void namesTheFieldThatIsDamaged(String name, String from, String to, String message) {
    String json = ComparisonJson.of(sample());
    assertThat(json).contains(from);
    String damaged = json.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to));

    assertThatExceptionOfType(MalformedReportException.class)
        .isThrownBy(() -> read(damaged))
        .withMessage("[results.json] " + message);
  }

  @Test
  void refusesATruncatedFileAtAnyLength() {
    String json = ComparisonJson.of(sample());
    for (int length = 0; length < json.length() - 1; length += 997) {
      String truncated = json.substring(0, length);
      assertThatExceptionOfType(MalformedReportException.class).isThrownBy(() -> read(truncated));
    }
  }

  @Test
  void refusesAReport() {
    assertThatExceptionOfType(MalformedReportException.class)
        .isThrownBy(() -> read(JsonReport.of(SampleReport.create())))
        .withMessage("[results.json] formatVersion: is not a field of a comparison");
  }

  @Test
  void namesWhatIsMissing() {
    assertThatExceptionOfType(MalformedReportException.class)
        .isThrownBy(() -> read("{\"comparisonVersion\": 1}"))
        .withMessage("[results.json] provenance: is missing");
  }
}
