package org.fe4j.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StratifiedGroupKFoldTest {

  static IntStream seeds() {
    return IntStream.range(0, 40);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void testsEveryRowOnceAndDividesNoGroup(int seed) {
    Labels labels = RandomLabels.grouped(seed, 6);

    ImmutableList<Fold> folds = StratifiedGroupKFold.of(5).withSeed(seed).split(labels);

    assertThat(folds).hasSize(5);
    assertThat(folds.stream().flatMapToInt(fold -> fold.test().rows().stream()).sorted().toArray())
        .isEqualTo(RandomLabels.all(labels).toArray());
    for (Fold fold : folds) {
      List<ImmutableIntArray> parts =
          List.of(
              fold.test().rows(),
              fold.fitting().train().rows(),
              fold.fitting().validation().rows());
      assertThat(parts.stream().flatMapToInt(ImmutableIntArray::stream).sorted().toArray())
          .isEqualTo(RandomLabels.all(labels).toArray());
      assertThat(
              parts.stream().flatMap(part -> RandomLabels.groups(labels, part).stream()).sorted())
          .as("a group in two parts would be there twice")
          .doesNotHaveDuplicates();
      for (ImmutableIntArray part : parts) {
        assertThat(part.toArray()).isSorted();
      }
    }
    assertThat(StratifiedGroupKFold.of(5).withSeed(seed).split(labels)).isEqualTo(folds);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void keepsClassesInProportionAsFarAsGroupsAllow(int seed) {
    Labels labels = RandomLabels.grouped(seed, 10);
    int[] all = RandomLabels.counts(labels, RandomLabels.all(labels));

    for (Fold fold : StratifiedGroupKFold.of(5).withSeed(seed).split(labels)) {
      int[] test = RandomLabels.counts(labels, fold.test().rows());
      int[] train = RandomLabels.counts(labels, fold.fitting().train().rows());
      int[] validation = RandomLabels.counts(labels, fold.fitting().validation().rows());
      for (int c = 0; c < all.length; c++) {
        // No group has more than ten rows, so ten more or less than a fifth is at hand.
        assertThat((double) test[c]).isBetween(all[c] / 5.0 - 10, all[c] / 5.0 + 10).isPositive();
        double tenth = (all[c] - test[c]) / 10.0;
        assertThat((double) validation[c]).isBetween(tenth - 9, tenth + 9).isPositive();
        assertThat(train[c]).isGreaterThan((all[c] - test[c]) / 2);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void isStratifiedKFoldWhereEachRowIsAlone(int seed) {
    Labels labels = RandomLabels.alone(seed, 5);

    assertThat(StratifiedGroupKFold.of(5).withSeed(seed).split(labels))
        .isEqualTo(StratifiedKFold.of(5).withSeed(seed).split(labels));
    assertThat(StratifiedGroupKFold.of(5).unshuffled().split(labels))
        .isEqualTo(StratifiedKFold.of(5).unshuffled().split(labels));
  }

  @Test
  void changesWithTheSeedAndNotWithTheNumbersOfGroups() {
    Labels labels = RandomLabels.grouped(1, 8);
    StratifiedGroupKFold folds = StratifiedGroupKFold.of(4);

    assertThat(folds.withSeed(43).split(labels)).isNotEqualTo(folds.split(labels));
    Labels renumbered =
        labels.withGroups(
            ImmutableIntArray.copyOf(labels.groups().stream().map(group -> 3 * group - 50)));
    assertThat(folds.split(renumbered)).isEqualTo(folds.split(labels));
  }

  @Test
  void givesAGroupThatIsLargerThanAFoldAFoldOfItsOwn() {
    // Class 0: a group of 60 rows and ten of 2; class 1: twenty of 2.
    ImmutableIntArray.Builder groups = ImmutableIntArray.builder();
    IntStream.range(0, 60).forEach(i -> groups.add(100));
    IntStream.range(0, 60).forEach(i -> groups.add(i / 2));
    Labels labels =
        RandomLabels.labels(
                Stream.concat(
                        Collections.nCopies(80, 0).stream(), Collections.nCopies(40, 1).stream())
                    .toList(),
                2)
            .withGroups(groups.build());

    ImmutableList<Fold> folds = StratifiedGroupKFold.of(5).split(labels);

    assertThat(folds.stream().map(fold -> RandomLabels.counts(labels, fold.test().rows())[0]))
        .containsExactlyInAnyOrder(60, 6, 6, 4, 4);
    assertThat(folds.stream().map(fold -> RandomLabels.counts(labels, fold.test().rows())[1]))
        .containsOnly(8);
  }

  @Test
  void leavesATrainPartWhereAFoldHasTwoGroupsOfAClass() {
    // Three groups of five rows in each of two classes: two are left to fit on, and one of them
    // may be half of the class's rows.
    Labels labels =
        RandomLabels.labels(IntStream.range(0, 30).map(row -> row / 15).boxed().toList(), 2)
            .withGroups(ImmutableIntArray.copyOf(IntStream.range(0, 30).map(row -> row / 5)));

    for (Fold fold : StratifiedGroupKFold.of(3).split(labels)) {
      assertThat(RandomLabels.counts(labels, fold.test().rows())).containsExactly(5, 5);
      assertThat(RandomLabels.counts(labels, fold.fitting().validation().rows()))
          .containsExactly(5, 5);
      assertThat(RandomLabels.counts(labels, fold.fitting().train().rows())).containsExactly(5, 5);
    }
  }

  @Test
  void refusesClassesOfFewerGroupsThanFolds() {
    // Class 0 has 20 rows in 3 groups, class 1 has 20 rows in 10.
    Labels labels =
        RandomLabels.labels(IntStream.range(0, 40).map(row -> row / 20).boxed().toList(), 2)
            .withGroups(
                ImmutableIntArray.copyOf(
                    IntStream.range(0, 40).map(row -> row < 20 ? row % 3 : row / 2)));

    assertThatThrownBy(() -> StratifiedGroupKFold.of(5).split(labels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Stratified 5-fold validation needs 5 or more groups of images of each class, but 1 of"
                + " 2 classes have fewer: class0 (3).\n"
                + "  Ways out: use 3 folds or fewer; add images of other groups to these classes"
                + " or leave them out (ImageDataset.withoutSmallClasses(5)); or use KFold.of(5),"
                + " which neither stratifies nor keeps groups whole.");
    assertThat(StratifiedGroupKFold.of(3).split(labels)).hasSize(3);
  }

  @Test
  void refusesFewerThanTwoFolds() {
    assertThatThrownBy(() -> StratifiedGroupKFold.of(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cross-validation needs 2 or more folds, not 1");
  }

  @Test
  void saysWhatItDoes() {
    assertThat(StratifiedGroupKFold.of(5))
        .hasToString(
            "stratified 5-fold with whole groups, shuffled with seed 42, one stratified tenth of"
                + " the fitting rows for validation");
  }
}
