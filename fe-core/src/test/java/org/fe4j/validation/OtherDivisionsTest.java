package org.fe4j.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Repetitions, hold-out and few shots. */
class OtherDivisionsTest {

  static IntStream seeds() {
    return IntStream.range(0, 25);
  }

  @Test
  void repeatsWithTheSeedsThatFollow() {
    Labels labels = RandomLabels.alone(3, 9);
    Repeated repeated = StratifiedKFold.of(5).withSeed(7).repeated(3);

    ImmutableList<Fold> folds = repeated.split(labels);

    assertThat(folds).hasSize(15);
    for (int time = 0; time < 3; time++) {
      assertThat(folds.subList(5 * time, 5 * time + 5))
          .isEqualTo(StratifiedKFold.of(5).withSeed(7 + time).split(labels));
    }
    assertThat(repeated)
        .hasToString(
            "stratified 5-fold, shuffled with seed 7, one stratified tenth of the fitting rows for"
                + " validation; 3 times, with seeds 7 to 9");
    assertThat(KFold.of(4).repeated(1).split(labels)).isEqualTo(KFold.of(4).split(labels));
    assertThat(StratifiedGroupKFold.of(4).repeated(2).split(labels)).hasSize(8);
    assertThat(HoldOut.of(0.2).repeated(6).split(labels)).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void refusesNoRepetitionAndASeedThatThereIsNot() {
    assertThatThrownBy(() -> KFold.of(5).repeated(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Folds are repeated 1 time or more, not 0");
    KFold last = KFold.of(5).withSeed(NumpyRandomState.MAXIMUM_SEED).likeScikitLearn();
    assertThat(last.repeated(1)).isNotNull();
    assertThatThrownBy(() -> last.repeated(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("not 4294967296");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void holdsOutAShareOfEachClass(int seed) {
    Labels labels = RandomLabels.alone(seed, 5);

    ImmutableList<Fold> folds = HoldOut.of(0.2).withSeed(seed).split(labels);

    assertThat(folds).hasSize(1);
    Fold fold = folds.get(0);
    refuseSharedRows(labels, fold);
    assertThat((double) fold.test().rows().length())
        .isEqualTo(Math.floor(labels.size() * 0.2 + 0.5));
    int[] all = RandomLabels.counts(labels, RandomLabels.all(labels));
    int[] test = RandomLabels.counts(labels, fold.test().rows());
    for (int c = 0; c < all.length; c++) {
      assertThat(test[c]).isBetween(all[c] / 5, (all[c] + 4) / 5).isPositive();
    }
    int fitting = labels.size() - fold.test().rows().length();
    assertThat((double) fold.fitting().validation().rows().length())
        .isEqualTo(Math.floor(fitting / 10.0 + 0.5));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void holdsOutWholeGroups(int seed) {
    Labels labels = RandomLabels.grouped(seed, 8);

    Fold fold = HoldOut.of(0.25).withSeed(seed).split(labels).get(0);

    refuseSharedRows(labels, fold);
    Set<Integer> fitted = RandomLabels.groups(labels, fold.fitting().train().rows());
    fitted.addAll(RandomLabels.groups(labels, fold.fitting().validation().rows()));
    assertThat(RandomLabels.groups(labels, fold.test().rows())).doesNotContainAnyElementsOf(fitted);
    int[] all = RandomLabels.counts(labels, RandomLabels.all(labels));
    int[] test = RandomLabels.counts(labels, fold.test().rows());
    for (int c = 0; c < all.length; c++) {
      // A group has ten rows at most.
      assertThat((double) test[c]).isBetween(all[c] * 0.25 - 9, all[c] * 0.25 + 9).isPositive();
    }
  }

  @Test
  void refusesClassesThatAreTooSmallToHoldOut() {
    Labels labels = SplitterTest.labels(30, 9, 1);

    assertThatThrownBy(() -> HoldOut.of(0.1).split(labels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Holding out 10 % needs 10 or more images of each class, but 2 of 3 classes have"
                + " fewer: class1 (9), class2 (1).\n"
                + "  Ways out: add images to these classes or leave them out"
                + " (ImageDataset.withoutSmallClasses(10)); or use KFold.of(5), which does not"
                + " stratify.");
    assertThatThrownBy(() -> HoldOut.of(0.9).split(SplitterTest.labels(30, 9)))
        .hasMessageContaining("Ways out: test a share nearer to one half; add images");
    assertThat(HoldOut.of(0.9).split(SplitterTest.labels(10, 10))).hasSize(1);
    assertThatThrownBy(() -> HoldOut.of(0.5).split(SplitterTest.labels()))
        .hasMessage("Testing some images and fitting on others needs 2 or more, but there are 0");
  }

  @Test
  void refusesAClassOfOneGroupToHoldOut() {
    Labels labels =
        SplitterTest.labels(4, 4).withGroups(ImmutableIntArray.of(0, 1, 0, 2, 0, 3, 0, 4));

    assertThatThrownBy(() -> HoldOut.of(0.5).split(labels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Holding out 50 % needs 2 or more groups of images of each class, but 1 of 2 classes"
                + " have fewer: class0 (1).\n");
  }

  @Test
  void refusesSharesOutsideOfZeroToOne() {
    for (double share : new double[] {0, 1, -0.2, 20, Double.NaN}) {
      assertThatThrownBy(() -> HoldOut.of(share))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The share of rows to test must be between 0 and 1, such as 0.2, not " + share);
    }
  }

  @Test
  void saysWhatIsHeldOut() {
    assertThat(HoldOut.of(0.125).withSeed(3))
        .hasToString(
            "12.5 % held out, stratified with whole groups, shuffled with seed 3, one stratified"
                + " tenth of the fitting rows for validation");
    assertThat(HoldOut.of(0.2).description()).startsWith("20 % held out");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void trainsOnAsManyOfEachClassAndTestsAllOthers(int seed) {
    Labels labels = RandomLabels.alone(seed, 5);

    ImmutableList<Fold> folds = FewShot.of(4, 3).withSeed(seed).split(labels);

    assertThat(folds).hasSize(3).doesNotHaveDuplicates();
    for (Fold fold : folds) {
      refuseSharedRows(labels, fold);
      assertThat(RandomLabels.counts(labels, fold.fitting().train().rows())).containsOnly(4);
      assertThat(fold.fitting().validation().rows().isEmpty()).isTrue();
      assertThat(fold.test().rows().length()).isEqualTo(labels.size() - 4 * labels.classCount());
    }
    assertThat(FewShot.of(4, 2).withSeed(seed).split(labels)).isEqualTo(folds.subList(0, 2));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void testsNoGroupThatHasAShot(int seed) {
    Labels labels = RandomLabels.grouped(seed, 8);

    for (Fold fold : FewShot.of(3, 4).withSeed(seed).split(labels)) {
      ImmutableIntArray train = fold.fitting().train().rows();
      assertThat(RandomLabels.counts(labels, train)).containsOnly(3);
      Set<Integer> shots = RandomLabels.groups(labels, train);
      Set<Integer> tested = RandomLabels.groups(labels, fold.test().rows());
      assertThat(tested).doesNotContainAnyElementsOf(shots);
      assertThat(RandomLabels.counts(labels, fold.test().rows())).doesNotContain(0);
      Set<Integer> either = new HashSet<>(shots);
      either.addAll(tested);
      assertThat(either).isEqualTo(RandomLabels.groups(labels, RandomLabels.all(labels)));
    }
  }

  @Test
  void refusesClassesWithoutARowToTest() {
    assertThatThrownBy(() -> FewShot.of(5, 2).split(SplitterTest.labels(9, 5, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Training on 5 shots of each class needs 6 or more images of each class, but 2 of 3"
                + " classes have fewer: class1 (5), class2 (3).\n"
                + "  Ways out: use 2 shots or fewer; add images to these classes or leave them out"
                + " (ImageDataset.withoutSmallClasses(6)); or use KFold.of(5), which does not"
                + " stratify.");
    assertThatThrownBy(() -> FewShot.of(0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Shots and draws must be 1 or more, not 0 and 2");
    assertThatThrownBy(() -> FewShot.of(2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Shots and draws must be 1 or more, not 2 and 0");
  }

  @Test
  void saysHowManyShotsAndDraws() {
    assertThat(FewShot.of(1, 10))
        .hasToString(
            "1 image of each class to train on, all others but those of their groups to test, 10"
                + " draws with seed 42, no validation rows");
  }

  private static void refuseSharedRows(Labels labels, Fold fold) {
    assertThat(
            IntStream.concat(
                    fold.test().rows().stream(),
                    IntStream.concat(
                        fold.fitting().train().rows().stream(),
                        fold.fitting().validation().rows().stream()))
                .sorted()
                .toArray())
        .isEqualTo(RandomLabels.all(labels).toArray());
  }
}
