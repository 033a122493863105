package org.fe4j.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Test parts equal to those of scikit-learn, row by row: {@code folds.json} is of version 1.9,
 * {@code group_folds.json} of version 1.2.1 without shuffling, with groups of unequal sizes, of one
 * class and of several. Its label sets are random ones that were kept where none of scikit-learn's
 * choices is between equals that it tells apart by a rounding error: it computes deviations in
 * floating point, {@link GroupDealer} in whole numbers up to the root.
 */
class ScikitLearnFoldsTest {

  /** Labels and scikit-learn's folds; null where it refuses. */
  record Folds(
      int n,
      int k,
      long seed,
      List<Integer> labels,
      List<List<Integer>> kfold,
      List<List<Integer>> kfoldUnshuffled,
      @Nullable List<List<Integer>> stratified,
      @Nullable List<List<Integer>> stratifiedUnshuffled) {

    Labels classes() {
      return labelsOf(labels);
    }

    @Override
    public String toString() {
      return "%d rows, %d folds, seed %d".formatted(n, k, seed);
    }
  }

  /** Labels and groups, and the folds. */
  record GroupFolds(int k, List<Integer> labels, List<Integer> groups, List<List<Integer>> folds) {

    @Override
    public String toString() {
      return "%d rows, %d folds".formatted(labels.size(), k);
    }
  }

  static List<Folds> folds() throws IOException {
    return Arrays.asList(read("folds.json", Folds[].class));
  }

  static List<GroupFolds> groupFolds() throws IOException {
    return Arrays.asList(read("group_folds.json", GroupFolds[].class));
  }

  private static <T> T read(String name, Class<T> type) throws IOException {
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(ScikitLearnFoldsTest.class.getResourceAsStream(name)),
            StandardCharsets.UTF_8)) {
      return new Gson().fromJson(reader, type);
    }
  }

  private static Labels labelsOf(List<Integer> labels) {
    int classes = labels.stream().mapToInt(label -> label).max().orElseThrow() + 1;
    // Classes that have no row are not known to scikit-learn.
    int[] present = labels.stream().mapToInt(label -> label).sorted().distinct().toArray();
    assertThat(classes).isGreaterThanOrEqualTo(present.length);
    return new Labels(
        ImmutableIntArray.copyOf(
            labels.stream().mapToInt(label -> Arrays.binarySearch(present, label))),
        IntStream.of(present).mapToObj(c -> "class" + c).collect(ImmutableList.toImmutableList()));
  }

  @Test
  void readsAllCases() throws IOException {
    assertThat(folds()).hasSize(5);
    assertThat(groupFolds()).hasSize(7);
  }

  @ParameterizedTest
  @MethodSource("folds")
  void kFoldIsScikitLearns(Folds expected) {
    KFold folds = KFold.of(expected.k()).withSeed(expected.seed());

    assertThat(testRows(folds.likeScikitLearn(), expected.classes())).isEqualTo(expected.kfold());
    assertThat(testRows(folds.unshuffled(), expected.classes()))
        .isEqualTo(expected.kfoldUnshuffled());
  }

  @ParameterizedTest
  @MethodSource("folds")
  void stratifiedKFoldIsScikitLearns(Folds expected) {
    StratifiedKFold folds = StratifiedKFold.of(expected.k()).withSeed(expected.seed());

    compare(folds.likeScikitLearn(), expected.classes(), expected.stratified());
    compare(folds.unshuffled(), expected.classes(), expected.stratifiedUnshuffled());
    compare(
        StratifiedGroupKFold.of(expected.k()).unshuffled(),
        expected.classes(),
        expected.stratifiedUnshuffled());
  }

  private static void compare(
      Splitter splitter, Labels labels, @Nullable List<List<Integer>> expected) {
    if (expected == null) {
      assertThatThrownBy(() -> splitter.split(labels))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("5 or more images of each class");
    } else {
      assertThat(testRows(splitter, labels)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("groupFolds")
  void stratifiedGroupKFoldIsScikitLearns(GroupFolds expected) {
    Labels labels =
        labelsOf(expected.labels()).withGroups(ImmutableIntArray.copyOf(expected.groups()));

    assertThat(testRows(StratifiedGroupKFold.of(expected.k()).unshuffled(), labels))
        .isEqualTo(expected.folds());
  }

  @Test
  void validationPartsAreOurs() throws IOException {
    Labels labels = folds().get(1).classes();

    for (Splitter splitter :
        List.of(
            KFold.of(5).likeScikitLearn(),
            KFold.of(5).unshuffled(),
            StratifiedKFold.of(5).likeScikitLearn(),
            StratifiedKFold.of(5).unshuffled())) {
      for (Fold fold : splitter.split(labels)) {
        // A tenth of 82 or 83.
        assertThat(fold.fitting().validation().rows().length()).isEqualTo(8);
      }
    }
  }

  @Test
  void saysHowRowsAreOrdered() {
    assertThat(KFold.of(5).likeScikitLearn())
        .hasToString(
            "5-fold, shuffled as by scikit-learn with random_state=42, one tenth of the fitting"
                + " rows for validation, shuffled with seed 42");
    assertThat(StratifiedKFold.of(5).unshuffled().withSeed(7))
        .hasToString(
            "stratified 5-fold, not shuffled, one stratified tenth of the fitting rows for"
                + " validation, shuffled with seed 7");
  }

  private static List<List<Integer>> testRows(Splitter splitter, Labels labels) {
    return splitter.split(labels).stream()
        .map(fold -> (List<Integer>) ImmutableList.copyOf(fold.test().rows().asList()))
        .toList();
  }
}
