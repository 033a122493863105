package org.fe4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionChangesTest {
  private static final List<String> CLASSES = List.of("rock", "sand", "mud");

  private static final Predictions BEFORE =
      Predictions.builder(CLASSES)
          .addLabels("a", 0, 0, 0) // stays right
          .addLabels("b", 0, 0, 0) // becomes wrong
          .addLabels("c", 1, 1, 0) // becomes wrong
          .addLabels("d", 1, 2, 1) // becomes right
          .addLabels("e", 2, 0, 1) // wrong in another way
          .addLabels("f", 2, 1, 1) // stays wrong
          .build();

  @Test
  void countsWhatChangedAsByHand() {
    // In another order: rows are found by fold and id.
    Predictions after =
        Predictions.builder(CLASSES)
            .addLabels("f", 2, 1, 1)
            .addLabels("e", 2, 1, 1)
            .addLabels("d", 1, 1, 1)
            .addLabels("c", 1, 0, 0)
            .addLabels("b", 0, 2, 0)
            .addLabels("a", 0, 0, 0)
            .build();

    PredictionChanges changes = PredictionChanges.of(BEFORE, after);

    assertThat(changes).isEqualTo(new PredictionChanges(6, 3, 4, 2, 1));
    assertThat(changes.rightAfter()).isEqualTo(2);
    assertThat(changes.accuracyBefore()).isEqualTo(0.5);
    assertThat(changes.accuracyAfter()).isEqualTo(2.0 / 6);
  }

  @Test
  void findsNoChangeAmongEquals() {
    assertThat(PredictionChanges.of(BEFORE, BEFORE))
        .isEqualTo(new PredictionChanges(6, 3, 0, 0, 0));
  }

  @Test
  void refusesOtherRows() {
    Predictions fewer = BEFORE.select(0, 1, 2);
    assertThatThrownBy(() -> PredictionChanges.of(BEFORE, fewer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Predictions of 3 rows over 3 classes in 1 folds cannot be compared with Predictions of"
                + " 6 rows over 3 classes in 2 folds: the rows and the classes must be the same");
    Predictions twice = BEFORE.select(0, 1, 2, 3, 4, 4);
    assertThatThrownBy(() -> PredictionChanges.of(BEFORE, twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Row \"e\" of fold 1 is not among the predictions before");
  }

  @Test
  void refusesRowsOfAnotherClass() {
    Predictions relabelled = Predictions.builder(CLASSES).addLabels("a", 1, 0, 0).build();
    assertThatThrownBy(() -> PredictionChanges.of(BEFORE.select(0), relabelled))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Row \"a\" of fold 0")
        .hasMessageContaining("was of another class there");
  }

  @Test
  void refusesCountsThatCannotBe() {
    assertThatThrownBy(() -> new PredictionChanges(6, 1, 4, 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Of 6 rows, 1 right, 4 cannot have changed, 2 from right to wrong and 1 back");
    assertThatThrownBy(() -> new PredictionChanges(0, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PredictionChanges(6, 3, 2, 2, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
