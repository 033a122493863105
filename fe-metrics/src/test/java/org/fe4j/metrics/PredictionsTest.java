package org.fe4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PredictionsTest {

  @Test
  void predictsTheMostProbableClass() {
    Predictions predictions = rocks().add("a.png", 0, 3, new double[] {0.2, 0.7, 0.1}).build();

    assertThat(predictions.predicted(0)).isEqualTo(1);
    assertThat(predictions.truth(0)).isZero();
    assertThat(predictions.fold(0)).isEqualTo(3);
    assertThat(predictions.id(0)).isEqualTo("a.png");
    assertThat(predictions.probability(0, 2)).isEqualTo(0.1);
  }

  @Test
  void predictsTheLowestIndexAmongEquallyProbableClasses() {
    Predictions predictions = rocks().add("a.png", 0, 0, new double[] {0.2, 0.4, 0.4}).build();

    assertThat(predictions.predicted(0)).isEqualTo(1);
  }

  @Test
  void keepsFloatsExactly() {
    Predictions predictions = rocks().add("a.png", 0, 0, new float[] {0.1f, 0.2f, 0.7f}).build();

    assertThat((float) predictions.probability(0, 0)).isEqualTo(0.1f);
    assertThat(predictions.probability(0, 0)).isEqualTo(0.1f);
  }

  @Test
  void holdsLabelsWithoutProbabilities() {
    Predictions predictions =
        rocks().addLabels("a.png", 0, 2, 0).addLabels("b.png", 1, 1, 4).build();

    assertThat(predictions.hasProbabilities()).isFalse();
    assertThat(predictions.predicted(0)).isEqualTo(2);
    assertThat(predictions.folds()).containsExactly(0, 4);
    assertThatThrownBy(() -> predictions.probability(0, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void isEqualWhereEveryColumnIs() {
    double[] row = {0.2, 0.7, 0.1};

    assertThat(rocks().add("a", 0, 0, row).build())
        .isEqualTo(rocks().add("a", 0, 0, row).build())
        .hasSameHashCodeAs(rocks().add("a", 0, 0, row).build())
        .isNotEqualTo(rocks().add("b", 0, 0, row).build())
        .isNotEqualTo(rocks().add("a", 1, 0, row).build())
        .isNotEqualTo(rocks().add("a", 0, 1, row).build())
        .isNotEqualTo(rocks().add("a", 0, 0, new double[] {0.1, 0.7, 0.2}).build());
  }

  @Test
  void allowsAnIdInEachFoldOfARepeatedValidation() {
    assertThat(rocks().addLabels("a", 0, 0, 0).addLabels("a", 0, 0, 1).build().size()).isEqualTo(2);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            "Row \"a\" has the true class 3, but there are 3 classes",
            () -> rocks().addLabels("a", 3, 0, 0)),
        mistake(
            "Row \"a\" has the true class -1, but there are 3 classes",
            () -> rocks().add("a", -1, 0, new double[] {0, 0, 1})),
        mistake(
            "Row \"a\" has the predicted class 7, but there are 3 classes",
            () -> rocks().addLabels("a", 0, 7, 0)),
        mistake(
            "Row \"a\" has the fold -1; folds are 0 or more",
            () -> rocks().addLabels("a", 0, 0, -1)),
        mistake(
            "Row \"a\" was added twice to fold 2",
            () -> rocks().addLabels("a", 0, 0, 2).addLabels("a", 1, 1, 2)),
        mistake(
            "Row \"a\" has 2 probabilities, but there are 3 classes",
            () -> rocks().add("a", 0, 0, new double[] {0.5, 0.5})),
        mistake(
            "Row \"a\" has the probability NaN for class \"shale\"; it must be in [0, 1]",
            () -> rocks().add("a", 0, 0, new double[] {0.5, Double.NaN, 0.5})),
        mistake(
            "Row \"a\" has the probability 1.5 for class \"gneiss\"; it must be in [0, 1]",
            () -> rocks().add("a", 0, 0, new double[] {1.5, -0.5, 0})),
        mistake(
            "Row \"a\" has probabilities that sum to 0.75; they must sum to 1",
            () -> rocks().add("a", 0, 0, new double[] {0.5, 0.25, 0})),
        mistake(
            "Row \"b\" has no probabilities, others have",
            () -> rocks().add("a", 0, 0, new double[] {1, 0, 0}).addLabels("b", 0, 0, 0)),
        mistake(
            "Row \"b\" has probabilities, others have none",
            () -> rocks().addLabels("a", 0, 0, 0).add("b", 0, 0, new double[] {1, 0, 0})),
        mistake("There are no predictions: no row was added", () -> rocks().build()),
        mistake("Predictions need at least one class", () -> Predictions.builder(List.of())),
        mistake("Two classes are called \"a\"", () -> Predictions.builder(List.of("a", "b", "a"))));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void namesTheMistake(String message, ThrowingCallable call) {
    assertThatThrownBy(call).hasMessage(message);
  }

  private static Arguments mistake(String message, ThrowingCallable call) {
    return Arguments.of(message, call);
  }

  private static Predictions.Builder rocks() {
    return Predictions.builder(List.of("gneiss", "shale", "tuff"));
  }
}
