package org.fe4j.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PredefinedFoldsTest {

  /** Rows 0 to 39, of two classes in turn. */
  private static final Labels LABELS =
      new Labels(
          ImmutableIntArray.copyOf(IntStream.range(0, 40).map(row -> row % 2)),
          ImmutableList.of("granite", "gneiss"));

  private static ImmutableIntArray rows(int begin, int end) {
    return ImmutableIntArray.copyOf(IntStream.range(begin, end));
  }

  @Test
  void fitsAndTestsTheRowsOfTheLists() {
    // Two folds that share rows 10 to 19 to fit on, and all rows to test on.
    PredefinedFolds folds =
        PredefinedFolds.of("ours", 40, List.of(rows(0, 20), rows(10, 30)), rows(30, 40));

    ImmutableList<Fold> division = folds.split(LABELS);

    assertThat(division).hasSize(2);
    for (int fold = 0; fold < 2; fold++) {
      FittingPart fitting = division.get(fold).fitting();
      assertThat(division.get(fold).test().rows()).isEqualTo(rows(30, 40));
      assertThat(fitting.validation().rows().length()).isEqualTo(2);
      assertThat(
              IntStream.concat(
                  fitting.train().rows().stream(), fitting.validation().rows().stream()))
          .containsExactlyInAnyOrderElementsOf(rows(10 * fold, 10 * fold + 20).asList());
      assertThat(fitting.validation().rows().stream().map(row -> row % 2)).contains(0, 1);
      assertThat(fitting.train().rows().toArray()).isSorted();
    }
    assertThat(folds.split(LABELS)).isEqualTo(division);
    assertThat(folds.withSeed(43).split(LABELS)).isNotEqualTo(division);
  }

  @Test
  void putsRowsInOrderWhateverTheOrderOfTheList() {
    ImmutableIntArray backwards = ImmutableIntArray.copyOf(IntStream.range(0, 20).map(i -> 19 - i));

    assertThat(PredefinedFolds.of("ours", 40, List.of(backwards), rows(30, 40)).split(LABELS))
        .isEqualTo(
            PredefinedFolds.of("ours", 40, List.of(rows(0, 20)), rows(30, 40)).split(LABELS));
  }

  @Test
  void saysWhoseFoldsTheyAre() {
    assertThat(PredefinedFolds.of("STL-10's ten folds", 40, List.of(rows(0, 20)), rows(30, 40)))
        .hasToString(
            "STL-10's ten folds, one stratified tenth of the fitting rows for validation,"
                + " shuffled with seed 42");
  }

  @Test
  void refusesADataSetOfAnotherSize() {
    // Without row 7, row 8 would be what the lists call 7.
    Labels fewer = new Labels(LABELS.values().subArray(0, 39), LABELS.classNames());
    PredefinedFolds folds = PredefinedFolds.of("ours", 40, List.of(rows(0, 20)), rows(30, 40));

    assertThatThrownBy(() -> folds.split(fewer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ours are of 40 rows, but there are 39. Give the labels of the whole data set; where"
                + " images were skipped, divide with retaining(whole, kept).");
  }

  static List<Arguments> badLists() {
    ImmutableIntArray none = ImmutableIntArray.of();
    return List.of(
        Arguments.of(
            List.of(),
            List.of(),
            "ours: as many lists of rows to test on as to fit on are needed, at least one of each,"
                + " but there are 0 and 0"),
        Arguments.of(
            List.of(rows(0, 20)),
            List.of(rows(20, 30), rows(30, 40)),
            "ours: as many lists of rows to test on as to fit on are needed, at least one of each,"
                + " but there are 2 and 1"),
        Arguments.of(List.of(none), List.of(rows(0, 1)), "ours: fold 0 has no row to fit on"),
        Arguments.of(List.of(rows(0, 1)), List.of(none), "ours: fold 0 has no row to test on"),
        Arguments.of(
            List.of(rows(0, 20), rows(0, 41)),
            List.of(rows(20, 40), rows(0, 1)),
            "ours: fold 1 has row 40, but rows are 0 to 39"),
        Arguments.of(
            List.of(rows(-1, 20)),
            List.of(rows(20, 40)),
            "ours: fold 0 has row -1, but rows are 0 to 39"),
        Arguments.of(List.of(rows(0, 21)), List.of(rows(20, 40)), "ours: fold 0 has row 20 twice"),
        Arguments.of(
            List.of(ImmutableIntArray.of(3, 3)),
            List.of(rows(20, 40)),
            "ours: fold 0 has row 3 twice"));
  }

  @ParameterizedTest
  @MethodSource("badLists")
  void refusesListsThatAreNoFolds(
      List<ImmutableIntArray> fitting, List<ImmutableIntArray> test, String message) {
    assertThatThrownBy(() -> PredefinedFolds.of("ours", 40, fitting, test))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void stopsByTheRowsThatAreGiven() {
    PredefinedFolds folds =
        PredefinedFolds.of(
            "ours",
            40,
            List.of(rows(0, 20), rows(10, 30)),
            List.of(rows(20, 25), rows(0, 0)),
            List.of(rows(30, 40), rows(30, 40)));

    ImmutableList<Fold> division = folds.split(LABELS);

    assertThat(division.get(0).fitting().train().rows()).isEqualTo(rows(0, 20));
    assertThat(division.get(0).fitting().validation().rows()).isEqualTo(rows(20, 25));
    assertThat(division.get(1).fitting().train().rows()).isEqualTo(rows(10, 30));
    assertThat(division.get(1).fitting().validation().rows().isEmpty()).isTrue();
    assertThat(folds.withSeed(7).split(LABELS)).isEqualTo(division);
    assertThat(folds).hasToString("ours, with the validation rows given");
  }

  @Test
  void refusesValidationRowsThatAreInAnotherPart() {
    assertThatThrownBy(
            () ->
                PredefinedFolds.of(
                    "ours", 40, List.of(rows(0, 20)), List.of(rows(15, 25)), List.of(rows(30, 40))))
        .hasMessage("ours: fold 0 has row 15 twice");
    assertThatThrownBy(
            () ->
                PredefinedFolds.of(
                    "ours", 40, List.of(rows(0, 20)), List.of(rows(20, 31)), List.of(rows(30, 40))))
        .hasMessage("ours: fold 0 has row 30 twice");
    assertThatThrownBy(
            () ->
                PredefinedFolds.of(
                    "ours", 40, List.of(rows(0, 20)), List.of(), List.of(rows(30, 40))))
        .hasMessage(
            "ours: as many lists of rows to test on as to stop by are needed, at least one of"
                + " each, but there are 1 and 0");
  }

  @Test
  void keepsGroupsWholeInTheValidationPart() {
    Labels grouped =
        LABELS.withGroups(ImmutableIntArray.copyOf(IntStream.range(0, 40).map(row -> row / 2)));

    Fold fold =
        PredefinedFolds.of("ours", 40, List.of(rows(0, 30)), rows(30, 40)).split(grouped).get(0);

    // A tenth of 30 rows is 3, but a group has 2: of one class each.
    ImmutableIntArray validation = fold.fitting().validation().rows();
    assertThat(validation.length()).isIn(2, 4);
    assertThat(validation.stream().map(row -> row / 2).distinct().count() * 2)
        .isEqualTo(validation.length());
  }
}
