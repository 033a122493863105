package org.fe4j.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Makes folds of the fold that each row is tested in. What all splitters share. */
final class FoldAssembly {

  static final long DEFAULT_SEED = 42;

  private FoldAssembly() {}

  static int checkFolds(int folds) {
    if (folds < 2) {
      throw new IllegalArgumentException(
          "Cross-validation needs 2 or more folds, not %d".formatted(folds));
    }
    return folds;
  }

  static void checkRows(Labels labels, int folds) {
    if (labels.size() < folds) {
      throw new IllegalArgumentException(
          "%d-fold validation needs %d or more images, but there are %d. Add images or use fewer"
                  .formatted(folds, folds, labels.size())
              + " folds.");
    }
  }

  /** Deals all rows to the folds in turn, in this order; returns the fold of each row. */
  static int[] deal(int[] order, int folds) {
    int[] foldOfRow = new int[order.length];
    for (int position = 0; position < order.length; position++) {
      foldOfRow[order[position]] = position % folds;
    }
    return foldOfRow;
  }

  /**
   * Cuts all rows, in this order, into folds that follow each other, the first of which have one
   * more where they cannot all be of one size; returns the fold of each row.
   */
  static int[] cut(int[] order, int folds) {
    int[] foldOfRow = new int[order.length];
    int position = 0;
    for (int fold = 0; fold < folds; fold++) {
      int size = order.length / folds + (fold < order.length % folds ? 1 : 0);
      for (int i = 0; i < size; i++) {
        foldOfRow[order[position++]] = fold;
      }
    }
    return foldOfRow;
  }

  /** Returns the folds; the rows of each part ascend. */
  static ImmutableList<Fold> of(int[] foldOfRow, int folds, ValidationRows validation) {
    return IntStream.range(0, folds)
        .mapToObj(fold -> fold(foldOfRow, fold, validation))
        .collect(ImmutableList.toImmutableList());
  }

  private static Fold fold(int[] foldOfRow, int fold, ValidationRows validation) {
    BitSet test = new BitSet();
    BitSet fitting = new BitSet();
    for (int row = 0; row < foldOfRow.length; row++) {
      (foldOfRow[row] == fold ? test : fitting).set(row);
    }
    return fold(fitting, validation.of(fold, rows(fitting)), rows(test));
  }

  /**
   * Returns a fold; the rows to train on and to stop by ascend.
   *
   * @param fitting the rows to train on or to stop by
   * @param validation those of them to stop by
   * @param test the rows to test, ascending
   */
  static Fold fold(BitSet fitting, BitSet validation, ImmutableIntArray test) {
    BitSet train = (BitSet) fitting.clone();
    train.andNot(validation);
    return new Fold(
        new FittingPart(new TrainPart(rows(train)), new ValidationPart(rows(validation))),
        new TestPart(test));
  }

  /** Returns all rows as rows to fit on, and those of them to stop by. */
  static FittingPart withoutTest(Labels labels, ValidationRows validation) {
    if (labels.size() == 0) {
      throw new IllegalArgumentException("There are no rows to fit on");
    }
    BitSet all = new BitSet();
    all.set(0, labels.size());
    return fold(all, validation.of(0, rows(all)), ImmutableIntArray.of()).fitting();
  }

  static ImmutableIntArray rows(BitSet rows) {
    return ImmutableIntArray.copyOf(rows.stream());
  }

  static BitSet set(ImmutableIntArray rows) {
    BitSet set = new BitSet();
    rows.forEach(set::set);
    return set;
  }
}
