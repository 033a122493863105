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

  @Test
  void callsTheGroupOfARowAloneAsItsId() {
    Predictions predictions = rocks().addLabels("a", 0, 0, 0).addLabels("b", 0, 0, 0).build();

    assertThat(predictions.group(1)).isEqualTo("b");
    assertThat(predictions.hasGroups()).isFalse();
    assertThat(predictions.units().asList()).containsExactly(0, 1);
  }

  @Test
  void makesAUnitOfAGroupAndOfAnIdInSeveralFolds() {
    Predictions predictions =
        rocks()
            .add("a", "quarry", 0, 0, new double[] {1, 0, 0})
            .add("b", 0, 0, new double[] {1, 0, 0})
            .add("c", "quarry", 0, 1, new float[] {1, 0, 0})
            .add("b", 0, 1, new float[] {1, 0, 0})
            .build();

    assertThat(predictions.hasGroups()).isTrue();
    assertThat(predictions.group(0)).isEqualTo("quarry");
    assertThat(predictions.units().asList()).containsExactly(0, 1, 0, 1);
    assertThat(predictions)
        .isNotEqualTo(
            rocks()
                .add("a", 0, 0, new double[] {1, 0, 0})
                .add("b", 0, 0, new double[] {1, 0, 0})
                .add("c", 0, 1, new float[] {1, 0, 0})
                .add("b", 0, 1, new float[] {1, 0, 0})
                .build());
  }

  @Test
  void selectsRowsAsOftenAsTheyAreNamed() {
    Predictions all =
        rocks()
            .add("a", 0, 0, new double[] {0.5, 0.25, 0.25})
            .add("b", "quarry", 1, 1, new double[] {0, 1, 0})
            .add("c", 2, 2, new double[] {0, 0.25, 0.75})
            .build();

    Predictions selected = all.select(2, 1, 2);

    assertThat(selected.size()).isEqualTo(3);
    assertThat(selected.id(0)).isEqualTo("c");
    assertThat(selected.group(1)).isEqualTo("quarry");
    assertThat(selected.truth(2)).isEqualTo(2);
    assertThat(selected.predicted(1)).isEqualTo(1);
    assertThat(selected.probability(2, 2)).isEqualTo(0.75);
    assertThat(selected.folds()).containsExactly(1, 2);
    assertThat(selected.classNames()).isEqualTo(all.classNames());
    assertThat(selected.units().asList()).containsExactly(0, 1, 0);
    assertThat(selected.select(1, 0)).isEqualTo(all.select(1, 2)).isNotEqualTo(all.select(2, 1));
    assertThat(all.select(0, 1, 2)).isEqualTo(all).hasSameHashCodeAs(all);
    assertThat(ClassificationMetrics.of(selected).rowCount()).isEqualTo(3);
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
        mistake(
            "Row \"a\" has the group \"y\" in fold 1, but \"x\" in another fold",
            () -> rocks().addLabels("a", "x", 0, 0, 0).addLabels("a", "y", 0, 0, 1)),
        mistake(
            "A selection of no row; predictions have at least one",
            () -> rocks().addLabels("a", 0, 0, 0).build().select()),
        mistake(
            "Index 1 out of bounds for length 1",
            () -> rocks().addLabels("a", 0, 0, 0).build().select(1)),
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
