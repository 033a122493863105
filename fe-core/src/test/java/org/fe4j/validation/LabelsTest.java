package org.fe4j.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.stream.IntStream;
import org.fe4j.dataset.MemoryImages;
import org.junit.jupiter.api.Test;

/** Groups of labels, and folds of the rows that are left. */
class LabelsTest {
  private static final ImmutableList<String> NAMES = ImmutableList.of("granite", "gneiss");

  @Test
  void numbersTheGroupsOfADataSet() {
    byte[] image = {1};
    MemoryImages images =
        MemoryImages.builder("rocks")
            .add("1", "gneiss", "quarry", image)
            .add("2", "granite", image)
            .add("3", "granite", "quarry", image)
            .build();

    Labels labels = Labels.of(images);

    assertThat(labels.values()).isEqualTo(ImmutableIntArray.of(0, 1, 1));
    assertThat(labels.groups()).isEqualTo(ImmutableIntArray.of(0, 1, 0));
    assertThat(labels.hasGroups()).isTrue();
  }

  @Test
  void leavesEachRowAloneUnlessGroupsAreGiven() {
    Labels labels = new Labels(ImmutableIntArray.of(0, 1, 0), NAMES);

    assertThat(labels.groups()).isEqualTo(ImmutableIntArray.of(0, 1, 2));
    assertThat(labels.hasGroups()).isFalse();
    assertThat(labels.withGroups(ImmutableIntArray.of(9, 7, 9)).hasGroups()).isTrue();
  }

  @Test
  void selectsRowsWithTheirGroups() {
    Labels labels = new Labels(ImmutableIntArray.of(0, 1, 0), NAMES, ImmutableIntArray.of(5, 6, 5));

    assertThat(labels.select(ImmutableIntArray.of(2, 1)))
        .isEqualTo(new Labels(ImmutableIntArray.of(0, 1), NAMES, ImmutableIntArray.of(5, 6)));
  }

  @Test
  void refusesGroupsOfAnotherNumber() {
    Labels labels = new Labels(ImmutableIntArray.of(0, 1, 0), NAMES);

    assertThatThrownBy(() -> labels.withGroups(ImmutableIntArray.of(0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Each row needs a group, but there are 3 rows and 2 groups");
  }

  @Test
  void keepsTheFoldsOfTheRowsThatAreLeft() {
    Labels whole = SplitterTest.labels(20, 20);
    // Rows 3 and 17 are gone; row 4 is number 3 now.
    ImmutableIntArray kept =
        ImmutableIntArray.copyOf(IntStream.range(0, 40).filter(row -> row != 3 && row != 17));
    Splitter splitter = StratifiedKFold.of(4);
    Splitter retaining = splitter.retaining(whole, kept);

    ImmutableList<Fold> folds = retaining.split(whole.select(kept));

    for (int fold = 0; fold < 4; fold++) {
      Fold before = splitter.split(whole).get(fold);
      assertThat(folds.get(fold).test().rows().stream().map(kept::get))
          .containsExactlyElementsOf(without(before.test().rows()));
      assertThat(folds.get(fold).fitting().train().rows().stream().map(kept::get))
          .containsExactlyElementsOf(without(before.fitting().train().rows()));
      assertThat(folds.get(fold).fitting().validation().rows().stream().map(kept::get))
          .containsExactlyElementsOf(without(before.fitting().validation().rows()));
    }
    assertThat(retaining).hasToString(splitter.description());
  }

  private static Iterable<Integer> without(ImmutableIntArray rows) {
    return rows.stream().filter(row -> row != 3 && row != 17).boxed().toList();
  }

  @Test
  void refusesFoldsOfWhichNothingIsLeft() {
    Labels whole = SplitterTest.labels(4, 4);
    PredefinedFolds folds =
        PredefinedFolds.of(
            "ours",
            8,
            ImmutableList.of(ImmutableIntArray.of(0, 1, 2, 3)),
            ImmutableIntArray.of(4, 5));
    ImmutableIntArray kept = ImmutableIntArray.of(0, 1, 2, 6, 7);

    assertThatThrownBy(() -> folds.retaining(whole, kept).split(whole.select(kept)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Fold 0 has no row left to test on: 5 of 8 rows are left, and none of its own. Repair"
                + " the images that cannot be read.");
    assertThatThrownBy(() -> folds.retaining(whole, kept).split(whole))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("5 of 8 rows are left, but 8 labels were given");
    assertThatThrownBy(() -> folds.retaining(whole, ImmutableIntArray.of(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Rows that are left must ascend below 8, but 1 comes after 1");
    assertThatThrownBy(() -> folds.retaining(whole, ImmutableIntArray.of(8)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
