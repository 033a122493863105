package org.fe4j.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All rows as rows to fit on, with those to stop by chosen as within a fold. */
class WithoutTestTest {
  private static final int ROWS = 120;

  /** Four classes of thirty rows, in pairs that belong together. */
  private static final Labels LABELS =
      new Labels(
          ImmutableIntArray.copyOf(IntStream.range(0, ROWS).map(row -> row / 2 % 4)),
          ImmutableList.of("a", "b", "c", "d"),
          ImmutableIntArray.copyOf(IntStream.range(0, ROWS).map(row -> row / 2 * 2)));

  static Stream<Splitter> splitters() {
    return Stream.of(
        KFold.of(5),
        StratifiedKFold.of(5),
        StratifiedGroupKFold.of(5),
        StratifiedGroupKFold.of(5).repeated(3),
        HoldOut.of(0.2),
        PredefinedFolds.of(
            "given",
            ROWS,
            List.of(ImmutableIntArray.copyOf(IntStream.range(0, 60))),
            List.of(ImmutableIntArray.copyOf(IntStream.range(60, ROWS)))));
  }

  @ParameterizedTest
  @MethodSource("splitters")
  void coversAllRowsAndKeepsATenthToStopBy(Splitter splitter) {
    FittingPart part = splitter.withoutTest(LABELS);
    BitSet train = FoldAssembly.set(part.train().rows());
    BitSet validation = FoldAssembly.set(part.validation().rows());
    assertThat(train.intersects(validation)).isFalse();
    assertThat(train.cardinality() + validation.cardinality()).isEqualTo(ROWS);
    assertThat(validation.cardinality()).isBetween(8, 16);
    assertThat(splitter.withoutTest(LABELS)).isEqualTo(part);
    assertThat(
            splitter
                .retaining(LABELS, ImmutableIntArray.copyOf(IntStream.range(0, ROWS)))
                .withoutTest(LABELS))
        .isEqualTo(part);
  }

  @Test
  void keepsGroupsWholeWhereFoldsDo() {
    FittingPart part = StratifiedGroupKFold.of(5).withoutTest(LABELS);
    Set<Integer> stopping = new HashSet<>();
    part.validation().rows().forEach(row -> stopping.add(LABELS.groups().get(row)));
    assertThat(part.train().rows().asList())
        .noneMatch(row -> stopping.contains(LABELS.groups().get(row)));
    Set<Integer> classes = new HashSet<>();
    part.validation().rows().forEach(row -> classes.add(LABELS.values().get(row)));
    assertThat(classes).hasSize(4);
  }

  @Test
  void keepsNoneWhereFoldsDoNot() {
    assertThat(FewShot.of(3, 2).withoutTest(LABELS).validation().rows().isEmpty()).isTrue();
  }

  @Test
  void dependsOnTheSeedAlone() {
    assertThat(StratifiedKFold.of(5).withSeed(1).withoutTest(LABELS))
        .isEqualTo(StratifiedKFold.of(9).withSeed(1).withoutTest(LABELS))
        .isNotEqualTo(StratifiedKFold.of(5).withSeed(2).withoutTest(LABELS));
  }

  @Test
  void refusesNoRows() {
    Labels none = new Labels(ImmutableIntArray.of(), ImmutableList.of("a"));
    assertThatThrownBy(() -> KFold.of(5).withoutTest(none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There are no rows to fit on");
  }
}
