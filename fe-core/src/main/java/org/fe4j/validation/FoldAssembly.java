package org.fe4j.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Makes folds of the fold that each row is tested in. What all splitters share. */
final class FoldAssembly {

  static final long DEFAULT_SEED = 42;

  /** One row in this many of those to fit on is for validation. */
  private static final int VALIDATION_PERIOD = 10;

  /** In the middle of the period, so that the number of rows taken is the nearest to a tenth. */
  private static final int VALIDATION_PHASE = 4;

  private FoldAssembly() {}

  /** Puts the rows to fit on into the order that validation rows are dealt from. */
  @FunctionalInterface
  interface ValidationOrder {
    int[] order(int fold, int[] fitting);
  }

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

  /** Returns the folds; the rows of each part ascend. */
  static ImmutableList<Fold> of(int[] foldOfRow, int folds, ValidationOrder validationOrder) {
    return IntStream.range(0, folds)
        .mapToObj(fold -> fold(foldOfRow, fold, validationOrder))
        .collect(ImmutableList.toImmutableList());
  }

  private static Fold fold(int[] foldOfRow, int fold, ValidationOrder validationOrder) {
    BitSet test = new BitSet();
    BitSet fitting = new BitSet();
    for (int row = 0; row < foldOfRow.length; row++) {
      (foldOfRow[row] == fold ? test : fitting).set(row);
    }
    int[] rows = fitting.stream().toArray();
    return fold(rows, test.stream().toArray(), validationOrder.order(fold, rows));
  }

  /**
   * Returns a fold whose validation rows are dealt from an order.
   *
   * @param fitting the rows not to test, ascending
   * @param test the rows to test, ascending
   * @param order of the fitting rows that may be for validation
   */
  static Fold fold(int[] fitting, int[] test, int[] order) {
    BitSet train = new BitSet();
    for (int row : fitting) {
      train.set(row);
    }
    BitSet validation = new BitSet();
    for (int at = VALIDATION_PHASE; at < order.length; at += VALIDATION_PERIOD) {
      validation.set(order[at]);
      train.clear(order[at]);
    }
    return new Fold(
        new FittingPart(new TrainPart(rows(train)), new ValidationPart(rows(validation))),
        new TestPart(ImmutableIntArray.copyOf(test)));
  }

  private static ImmutableIntArray rows(BitSet rows) {
    return ImmutableIntArray.copyOf(rows.stream());
  }
}
