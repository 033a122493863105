package org.fe4j.validation;

import com.google.common.collect.ImmutableList;

/**
 * K folds whatever the classes are: the rows are shuffled by a seed and dealt to the folds, so that
 * each fold tests as many rows as any other, or one more. A fold may test or fit none of a rare
 * class; {@link StratifiedKFold} is the better choice where classes have enough images.
 *
 * <p>Of the rows that a fold does not test, one tenth, rounded to the nearest number, is its
 * validation part, shuffled by the same seed.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class KFold implements Splitter {

  private final int folds;
  private final long seed;

  private KFold(int folds, long seed) {
    this.folds = folds;
    this.seed = seed;
  }

  /**
   * Returns a splitter into a number of folds, shuffled with seed 42.
   *
   * @throws IllegalArgumentException if there are fewer than 2 folds
   */
  public static KFold of(int folds) {
    return new KFold(FoldAssembly.checkFolds(folds), FoldAssembly.DEFAULT_SEED);
  }

  /** Returns a splitter that shuffles with another seed. */
  public KFold withSeed(long newSeed) {
    return new KFold(folds, newSeed);
  }

  @Override
  public ImmutableList<Fold> split(Labels labels) {
    FoldAssembly.checkRows(labels, folds);
    int[] order = RowOrder.all(labels);
    Shuffler.seeded(seed).shuffle(order);
    return FoldAssembly.of(
        FoldAssembly.deal(order, folds),
        folds,
        (fold, fitting) -> {
          int[] rows = fitting.clone();
          Shuffler.seeded(seed, fold).shuffle(rows);
          return rows;
        });
  }

  @Override
  public String description() {
    return "%d-fold, shuffled with seed %d, one tenth of the fitting rows for validation"
        .formatted(folds, seed);
  }

  @Override
  public String toString() {
    return description();
  }
}
