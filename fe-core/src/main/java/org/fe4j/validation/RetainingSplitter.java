package org.fe4j.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;

/**
 * Divides a whole data set and drops the rows that are not left of it.
 *
 * @param splitter divides
 * @param whole the labels of the whole data set
 * @param kept the rows that are left, ascending
 */
record RetainingSplitter(Splitter splitter, Labels whole, ImmutableIntArray kept)
    implements Splitter {

  static RetainingSplitter of(Splitter splitter, Labels whole, ImmutableIntArray kept) {
    int previous = -1;
    for (int row : kept.asList()) {
      if (row <= previous || row >= whole.size()) {
        throw new IllegalArgumentException(
            "Rows that are left must ascend below %d, but %d comes after %d"
                .formatted(whole.size(), row, previous));
      }
      previous = row;
    }
    return new RetainingSplitter(splitter, whole, kept);
  }

  @Override
  public ImmutableList<Fold> split(Labels labels) {
    if (labels.size() != kept.length()) {
      throw new IllegalArgumentException(
          "%d of %d rows are left, but %d labels were given"
              .formatted(kept.length(), whole.size(), labels.size()));
    }
    ImmutableList<Fold> folds =
        splitter.split(whole).stream()
            .map(fold -> fold.retain(kept))
            .collect(ImmutableList.toImmutableList());
    for (int fold = 0; fold < folds.size(); fold++) {
      refuseEmpty(fold, "fit", folds.get(fold).fitting().train().rows());
      refuseEmpty(fold, "test", folds.get(fold).test().rows());
    }
    return folds;
  }

  private void refuseEmpty(int fold, String purpose, ImmutableIntArray rows) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "Fold %d has no row left to %s on: %d of %d rows are left, and none of its own. Repair the images that cannot be read."
              .formatted(fold, purpose, kept.length(), whole.size()));
    }
  }

  @Override
  public FittingPart withoutTest(Labels labels) {
    return splitter.withoutTest(labels);
  }

  @Override
  public String description() {
    return splitter.description();
  }

  @Override
  public String toString() {
    return description();
  }
}
