package org.fe4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Figures of probabilities. {@code calibration.json} has what numpy 1.24.2 and scikit-learn 1.2.1
 * compute from the probabilities of {@code classification.json.gz}: Brier score {@code mean(sum((p
 * - onehot) ** 2, axis=1))}, which for two classes was checked to be twice {@code
 * brier_score_loss}; calibration error and bins by comparing with {@code linspace(0, 1, 16)};
 * {@code top_k_accuracy_score}; {@code bincount}.
 */
class CalibrationTest {
  /** Sums of 200 terms of at most 2 in another order. */
  private static final Offset<Double> TOLERANCE = within(1e-12);

  static List<JsonObject> references() {
    try (InputStream file =
            Objects.requireNonNull(CalibrationTest.class.getResourceAsStream("calibration.json"));
        InputStreamReader reader = new InputStreamReader(file, StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader).getAsJsonArray().asList().stream()
          .map(JsonElement::getAsJsonObject)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("references")
  void agreesWithNumpyAndScikitLearn(JsonObject reference) {
    Predictions predictions =
        ClassificationFixture.named(reference.get("name").getAsString()).predictions(5);
    ClassificationMetrics metrics = ClassificationMetrics.of(predictions);

    assertThat(metrics.brierScore()).isCloseTo(number(reference, "brierScore"), TOLERANCE);
    assertThat(Metric.BRIER_SCORE.of(predictions))
        .isCloseTo(number(reference, "brierScore"), TOLERANCE);
    assertThat(metrics.calibrationError())
        .isCloseTo(number(reference, "calibrationError"), TOLERANCE);
    assertThat(Metric.CALIBRATION_ERROR.of(predictions))
        .isCloseTo(number(reference, "calibrationError"), TOLERANCE);
    assertThat(metrics.majorityBaseline())
        .isCloseTo(number(reference, "majorityBaseline"), TOLERANCE);
    if (reference.has("top5")) {
      assertThat(metrics.topAccuracy(3)).isCloseTo(number(reference, "top3"), TOLERANCE);
      assertThat(Metric.TOP_5_ACCURACY.of(predictions))
          .isCloseTo(number(reference, "top5"), TOLERANCE);
    } else {
      assertThat(Metric.TOP_5_ACCURACY.of(predictions)).isNaN();
    }
  }

  @Test
  void hasAReferenceWithMoreThanFiveClasses() {
    assertThat(references()).anyMatch(reference -> reference.has("top5"));
  }

  @ParameterizedTest
  @MethodSource("references")
  void agreesWithNumpyOnEachBin(JsonObject reference) {
    JsonArray expected = reference.getAsJsonArray("bins");
    List<ReliabilityBins.Bin> bins =
        ClassificationMetrics.of(
                ClassificationFixture.named(reference.get("name").getAsString()).predictions(5))
            .reliability()
            .bins();

    assertThat(bins).hasSize(15).hasSize(expected.size());
    for (int index = 0; index < bins.size(); index++) {
      JsonObject bin = expected.get(index).getAsJsonObject();
      assertThat(bins.get(index).rows()).isEqualTo(bin.get("rows").getAsInt());
      assertFigure(bins.get(index).meanConfidence(), bin.get("confidence"));
      assertFigure(bins.get(index).accuracy(), bin.get("accuracy"));
    }
  }

  @Test
  void putsAnEdgeIntoTheBinBelowIt() {
    double edge = 9 / 15.0;
    Predictions predictions =
        Predictions.builder(List.of("a", "b"))
            .add("x", 0, 0, new double[] {edge, 1 - edge})
            .add("y", 0, 0, new double[] {Math.nextUp(edge), 1 - edge})
            .add("z", 0, 0, new double[] {1, 0})
            .build();

    List<ReliabilityBins.Bin> bins = ClassificationMetrics.of(predictions).reliability().bins();

    assertThat(IntStream.range(0, 15).filter(bin -> bins.get(bin).rows() > 0))
        .containsExactly(8, 9, 14);
    assertThat(bins.get(8).high()).isEqualTo(edge);
    assertThat(bins.get(14).accuracy()).isEqualTo(1);
    assertThat(bins.get(0).accuracy()).isNaN();
  }

  @Test
  void isAsWrongAsItIsSure() {
    Predictions predictions =
        Predictions.builder(List.of("a", "b"))
            .add("x", 0, 0, new double[] {0.75, 0.25})
            .add("y", 1, 0, new double[] {1, 0})
            .build();
    ClassificationMetrics metrics = ClassificationMetrics.of(predictions);

    assertThat(metrics.calibrationError()).isEqualTo((0.25 + 1) / 2);
    assertThat(metrics.brierScore()).isEqualTo((2 * 0.25 * 0.25 + 2) / 2);
  }

  @Test
  void hasNoFigureOfProbabilitiesForLabelsAlone() {
    Predictions labels = ClassificationFixture.named("hundred_ninety_six").predictions(5);
    ClassificationMetrics metrics = ClassificationMetrics.of(labels);

    assertThat(metrics.brierScore()).isNaN();
    assertThat(metrics.calibrationError()).isNaN();
    assertThat(metrics.reliability().bins()).isEmpty();
    assertThat(Metric.TOP_5_ACCURACY.of(labels)).isNaN();
  }

  @Test
  void saysWhichFiguresAreBetterWhereLower() {
    assertThat(Metric.standard().stream().filter(metric -> !metric.higherIsBetter()))
        .containsExactly(Metric.LOG_LOSS, Metric.BRIER_SCORE, Metric.CALIBRATION_ERROR);
  }

  private static void assertFigure(double actual, JsonElement expected) {
    if (expected.isJsonNull()) {
      assertThat(actual).isNaN();
    } else {
      assertThat(actual).isCloseTo(expected.getAsDouble(), TOLERANCE);
    }
  }

  private static double number(JsonObject reference, String field) {
    return reference.get(field).getAsDouble();
  }
}
