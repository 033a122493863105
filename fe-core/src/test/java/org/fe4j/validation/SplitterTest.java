package org.fe4j.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Properties of both splitters over many shapes of data sets. */
class SplitterTest {

  static Stream<Arguments> divisions() {
    List<int[]> classSizes =
        List.of(
            new int[] {5, 5},
            new int[] {10, 11, 12, 13, 14},
            new int[] {7, 100, 23},
            new int[] {40, 40, 40, 40},
            new int[] {5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20},
            new int[] {997, 3_001, 64});
    return classSizes.stream()
        .flatMap(
            sizes ->
                IntStream.rangeClosed(2, 5)
                    .boxed()
                    .flatMap(
                        folds ->
                            Stream.of(StratifiedKFold.of(folds), KFold.of(folds))
                                .map(splitter -> Arguments.of(splitter, folds, labels(sizes)))));
  }

  @ParameterizedTest
  @MethodSource("divisions")
  void testsEveryRowOnceAndUsesAllOthers(Splitter splitter, int folds, Labels labels) {
    ImmutableList<Fold> division = splitter.split(labels);

    assertThat(division).hasSize(folds);
    int[] tested =
        division.stream().flatMapToInt(fold -> fold.test().rows().stream()).sorted().toArray();
    assertThat(tested).isEqualTo(IntStream.range(0, labels.size()).toArray());
    for (Fold fold : division) {
      int[] parts =
          Stream.of(
                  fold.test().rows(),
                  fold.fitting().train().rows(),
                  fold.fitting().validation().rows())
              .flatMapToInt(ImmutableIntArray::stream)
              .sorted()
              .toArray();
      assertThat(parts).isEqualTo(IntStream.range(0, labels.size()).toArray());
    }
  }

  @ParameterizedTest
  @MethodSource("divisions")
  void makesFoldsOfTheSameSizeWithinOne(Splitter splitter, int folds, Labels labels) {
    for (Fold fold : splitter.split(labels)) {
      int tested = fold.test().rows().length();
      assertThat(tested).isBetween(labels.size() / folds, labels.size() / folds + 1);
    }
  }

  @ParameterizedTest
  @MethodSource("divisions")
  void takesTheNearestToATenthForValidation(Splitter splitter, int folds, Labels labels) {
    for (Fold fold : splitter.split(labels)) {
      int fitting = labels.size() - fold.test().rows().length();
      assertThat((double) fold.fitting().validation().rows().length())
          .isEqualTo(Math.floor(fitting / 10.0 + 0.5));
    }
  }

  @ParameterizedTest
  @MethodSource("divisions")
  void givesTheSameFoldsEveryTime(Splitter splitter, int folds, Labels labels) {
    assertThat(splitter.split(labels)).isEqualTo(splitter.split(labels));
    assertThat(splitter.description()).contains(folds + "-fold", "seed 42");
  }

  @ParameterizedTest
  @MethodSource("divisions")
  void keepsRowsAscending(Splitter splitter, int folds, Labels labels) {
    for (Fold fold : splitter.split(labels)) {
      assertThat(fold.test().rows().toArray()).isSorted();
      assertThat(fold.fitting().train().rows().toArray()).isSorted();
      assertThat(fold.fitting().validation().rows().toArray()).isSorted();
    }
  }

  @ParameterizedTest
  @MethodSource("divisions")
  void stratifiesEveryPartWithinOne(Splitter splitter, int folds, Labels labels) {
    if (splitter instanceof KFold) {
      assertThat(splitter.description()).doesNotContain("stratified");
      return;
    }
    int[] all = counts(labels, IntStream.range(0, labels.size()).boxed().toList());
    for (Fold fold : splitter.split(labels)) {
      int[] test = counts(labels, fold.test().rows().asList());
      int[] train = counts(labels, fold.fitting().train().rows().asList());
      int[] validation = counts(labels, fold.fitting().validation().rows().asList());
      for (int c = 0; c < all.length; c++) {
        assertThat(test[c]).isBetween(all[c] / folds, ceilDiv(all[c], folds));
        int fitting = all[c] - test[c];
        assertThat(validation[c]).isBetween(fitting / 10, ceilDiv(fitting, 10));
        assertThat(train[c]).isPositive();
      }
    }
  }

  @Test
  void changesWithTheSeed() {
    Labels labels = labels(20, 20);

    for (Splitter other : List.of(StratifiedKFold.of(5).withSeed(43), KFold.of(5).withSeed(43))) {
      Splitter splitter = other instanceof KFold ? KFold.of(5) : StratifiedKFold.of(5);
      assertThat(other.split(labels)).isNotEqualTo(splitter.split(labels));
      assertThat(other.description()).contains("seed 43");
    }
  }

  @Test
  void refusesFewerThanTwoFolds() {
    assertThatThrownBy(() -> StratifiedKFold.of(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cross-validation needs 2 or more folds, not 1");
    assertThatThrownBy(() -> KFold.of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cross-validation needs 2 or more folds, not 0");
  }

  @Test
  void refusesMoreFoldsThanRows() {
    assertThatThrownBy(() -> KFold.of(5).split(labels(2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "5-fold validation needs 5 or more images, but there are 4. Add images or use fewer"
                + " folds.");
    Labels none = new Labels(ImmutableIntArray.of(), ImmutableList.of());
    assertThatThrownBy(() -> StratifiedKFold.of(5).split(none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("but there are 0");
  }

  @Test
  void refusesClassesThatAreTooSmallNamingThem() {
    assertThatThrownBy(() -> StratifiedKFold.of(5).split(labels(9, 3, 5, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Stratified 5-fold validation needs 5 or more images of each class, but 2 of 4 classes"
                + " have fewer: class1 (3), class3 (4).\n"
                + "  Ways out: use 3 folds or fewer; add images to these classes or leave them out"
                + " (ImageDataset.withoutSmallClasses(5)); or use KFold.of(5), which does not"
                + " stratify.");
  }

  @Test
  void pointsToUnstratifiedFoldsWhereAClassHasOneImageOrNone() {
    assertThatThrownBy(() -> StratifiedKFold.of(5).split(labels(9, 1, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Stratified 5-fold validation needs 5 or more images of each class, but 2 of 3 classes"
                + " have fewer: class1 (1), class2 (0).\n"
                + "  Ways out: add images to these classes or leave them out"
                + " (ImageDataset.withoutSmallClasses(5)); or use KFold.of(5), which does not"
                + " stratify.");
  }

  @Test
  void namesTenSmallClassesAndCountsTheRest() {
    int[] sizes = new int[12];
    Arrays.fill(sizes, 2);

    assertThatThrownBy(() -> StratifiedKFold.of(3).split(labels(sizes)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("class9 (2) and 2 more.\n");
  }

  @Test
  void leavesTheOnlyRowOfAClassToTheTrainPart() {
    Labels labels = labels(2, 2, 2, 2, 2, 2);

    for (Fold fold : StratifiedKFold.of(2).split(labels)) {
      assertThat(fold.fitting().validation().rows().length()).isZero();
      assertThat(counts(labels, fold.fitting().train().rows().asList())).containsOnly(1);
    }
  }

  @Test
  void keepsTheFoldsOfThisVersion() {
    Labels labels = labels(7, 5);

    assertThat(StratifiedKFold.of(3).split(labels).stream().map(f -> f.test().rows().asList()))
        .as("changing these changes every published figure")
        .containsExactly(List.of(0, 1, 4, 11), List.of(2, 7, 8, 9), List.of(3, 5, 6, 10));
  }

  /** Rows in turns: 0, 1, 2, 0, 1, 2, … until each class has its number. */
  static Labels labels(int... classSizes) {
    int largest = Arrays.stream(classSizes).max().orElse(0);
    ImmutableIntArray.Builder values = ImmutableIntArray.builder();
    for (int turn = 0; turn < largest; turn++) {
      for (int c = 0; c < classSizes.length; c++) {
        if (turn < classSizes[c]) {
          values.add(c);
        }
      }
    }
    return new Labels(
        values.build(),
        IntStream.range(0, classSizes.length)
            .mapToObj(c -> "class" + c)
            .collect(ImmutableList.toImmutableList()));
  }

  private static int[] counts(Labels labels, Collection<Integer> rows) {
    int[] counts = new int[labels.classCount()];
    rows.forEach(row -> counts[labels.values().get(row)]++);
    return counts;
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }
}
