package org.fe4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClassificationMetricsTest {
  private static final Offset<Double> TOLERANCE = within(1e-12);

  static List<ClassificationFixture> fixtures() {
    return ClassificationFixture.all();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void agreesWithScikitLearnOnAverages(ClassificationFixture fixture) {
    ClassificationMetrics metrics = ClassificationMetrics.of(fixture.predictions(5));

    assertThat(metrics.accuracy()).isCloseTo(number(fixture, "accuracy"), TOLERANCE);
    assertThat(metrics.balancedAccuracy())
        .isCloseTo(number(fixture, "balancedAccuracy"), TOLERANCE);
    assertAverages(metrics.macro(), fixture.json().getAsJsonObject("macro"));
    assertAverages(metrics.weighted(), fixture.json().getAsJsonObject("weighted"));
    assertAverages(metrics.micro(), fixture.json().getAsJsonObject("micro"));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void agreesWithScikitLearnOnEachClass(ClassificationFixture fixture) {
    ClassificationMetrics metrics = ClassificationMetrics.of(fixture.predictions(1));
    JsonArray expected = fixture.json().getAsJsonArray("perClass");

    assertThat(metrics.perClass()).hasSize(expected.size());
    for (int index = 0; index < expected.size(); index++) {
      JsonObject figures = expected.get(index).getAsJsonObject();
      ClassMetrics actual = metrics.perClass().get(index);
      assertThat(actual.name()).isEqualTo(Integer.toString(index));
      assertThat(actual.support()).isEqualTo(figures.get("support").getAsInt());
      assertAverages(new Averages(actual.precision(), actual.recall(), actual.f1()), figures);
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void agreesWithScikitLearnOnTheConfusionMatrix(ClassificationFixture fixture) {
    ConfusionMatrix matrix = ConfusionMatrix.of(fixture.predictions(1));
    JsonArray expected = fixture.json().getAsJsonArray("confusion");

    for (int truth = 0; truth < expected.size(); truth++) {
      for (int predicted = 0; predicted < expected.size(); predicted++) {
        assertThat(matrix.count(truth, predicted))
            .isEqualTo(expected.get(truth).getAsJsonArray().get(predicted).getAsInt());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void agreesWithScikitLearnOnChanceCorrectedFigures(ClassificationFixture fixture) {
    ClassificationMetrics metrics = ClassificationMetrics.of(fixture.predictions(1));

    assertFigure(metrics.cohenKappa(), number(fixture, "cohenKappa"));
    assertFigure(metrics.matthewsCorrelation(), number(fixture, "mcc"));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void agreesWithScikitLearnOnProbabilities(ClassificationFixture fixture) {
    ClassificationMetrics metrics = ClassificationMetrics.of(fixture.predictions(1));
    JsonElement logLoss = fixture.json().get("logLoss");
    JsonElement topTwo = fixture.json().get("top2");

    if (logLoss == null) {
      assertThat(metrics.logLoss()).isNaN();
      assertThat(metrics.topAccuracy(2)).isNaN();
      return;
    }
    assertFigure(metrics.logLoss(), logLoss.getAsDouble());
    assertFigure(metrics.topAccuracy(1), metrics.accuracy());
    if (!topTwo.isJsonNull()) {
      assertFigure(metrics.topAccuracy(2), topTwo.getAsDouble());
    }
    assertFigure(metrics.topAccuracy(metrics.classCount()), 1);
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void printsTheTextOfScikitLearn(ClassificationFixture fixture) {
    assertThat(ClassificationMetrics.of(fixture.predictions(1)).classificationReport())
        .isEqualTo(fixture.json().get("report").getAsString());
  }

  @Test
  void clipsTheProbabilityOfAnImpossibleTruth() {
    Predictions predictions =
        Predictions.builder(List.of("a", "b")).add("x", 1, 0, new double[] {1, 0}).build();

    assertFigure(ClassificationMetrics.of(predictions).logLoss(), 52 * Math.log(2));
  }

  @Test
  void ranksTheLowerIndexFirstAmongEqualProbabilities() {
    double[] equal = {0.25, 0.25, 0.25, 0.25};
    Predictions predictions =
        Predictions.builder(List.of("a", "b", "c", "d"))
            .add("x", 0, 0, equal)
            .add("y", 2, 0, equal)
            .build();
    ClassificationMetrics metrics = ClassificationMetrics.of(predictions);

    assertThat(metrics.accuracy()).isEqualTo(0.5);
    assertThat(metrics.topAccuracy(1)).isEqualTo(0.5);
    assertThat(metrics.topAccuracy(2)).isEqualTo(0.5);
    assertThat(metrics.topAccuracy(3)).isEqualTo(1);
  }

  @Test
  void refusesTopAccuracyOfMoreClassesThanThereAre() {
    ClassificationMetrics metrics =
        ClassificationMetrics.of(ClassificationFixture.named("balanced").predictions(1));

    assertThatThrownBy(() -> metrics.topAccuracy(5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Top-k accuracy over 4 classes with k = 5");
    assertThatThrownBy(() -> metrics.topAccuracy(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysTheMainFiguresAsText() {
    assertThat(ClassificationMetrics.of(ClassificationFixture.named("balanced").predictions(1)))
        .hasToString(
            "accuracy 0.8550, macro F1 0.8536, weighted F1 0.8551, over 200 rows of 4 classes");
  }

  private static double number(ClassificationFixture fixture, String field) {
    return fixture.json().get(field).getAsDouble();
  }

  private static void assertAverages(Averages actual, JsonObject expected) {
    assertThat(actual.precision()).isCloseTo(expected.get("precision").getAsDouble(), TOLERANCE);
    assertThat(actual.recall()).isCloseTo(expected.get("recall").getAsDouble(), TOLERANCE);
    assertThat(actual.f1()).isCloseTo(expected.get("f1").getAsDouble(), TOLERANCE);
  }

  private static void assertFigure(double actual, double expected) {
    if (Double.isNaN(expected)) {
      assertThat(actual).isNaN();
    } else {
      assertThat(actual).isCloseTo(expected, TOLERANCE);
    }
  }
}
