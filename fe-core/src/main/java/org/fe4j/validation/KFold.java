package org.fe4j.validation;

import com.google.common.collect.ImmutableList;

/**
 * K folds whatever the classes and the groups are: the rows are shuffled by a seed and dealt to the
 * folds, so that each fold tests as many rows as any other, or one more. A fold may test or fit
 * none of a rare class, and may divide a group; {@link StratifiedGroupKFold} is the better choice
 * where classes have enough images.
 *
 * <p>Of the rows that a fold does not test, one tenth, rounded to the nearest number, is its
 * validation part, shuffled by the same seed.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class KFold implements Splitter {

  private final int folds;
  private final long seed;
  private final FoldOrder order;

  private KFold(int folds, long seed, FoldOrder order) {
    this.folds = folds;
    this.seed = order.checkSeed(seed);
    this.order = order;
  }

  /**
   * Returns a splitter into a number of folds, shuffled with seed 42.
   *
   * @throws IllegalArgumentException if there are fewer than 2 folds
   */
  public static KFold of(int folds) {
    return new KFold(FoldAssembly.checkFolds(folds), FoldAssembly.DEFAULT_SEED, FoldOrder.OURS);
  }

  /**
   * Returns a splitter that shuffles with another seed.
   *
   * @throws IllegalArgumentException if scikit-learn's folds are asked for and it takes no such
   *     seed
   */
  public KFold withSeed(long newSeed) {
    return new KFold(folds, newSeed, order);
  }

  /**
   * Returns a splitter with the test parts of scikit-learn's {@code KFold(n_splits, shuffle=True,
   * random_state=seed)}, row by row. It has no validation parts, so those are taken as by default.
   *
   * @throws IllegalArgumentException if the seed is not one of 0 to 2³² - 1
   */
  public KFold likeScikitLearn() {
    return new KFold(folds, seed, FoldOrder.SCIKIT_LEARN);
  }

  /**
   * Returns a splitter whose test parts are not shuffled but follow each other, those of
   * scikit-learn's {@code KFold(n_splits)}. Right only where rows are in no order: where they are
   * sorted by class, a fold fits none of the classes that it tests.
   */
  public KFold unshuffled() {
    return new KFold(folds, seed, FoldOrder.UNSHUFFLED);
  }

  /**
   * Returns these folds several times, with this seed and those that follow it.
   *
   * @throws IllegalArgumentException if fewer than 1 time
   */
  public Repeated repeated(int times) {
    return Repeated.of(this::withSeed, seed, times);
  }

  @Override
  public ImmutableList<Fold> split(Labels labels) {
    FoldAssembly.checkRows(labels, folds);
    return FoldAssembly.of(foldOfRow(labels), folds, ValidationRows.random(seed));
  }

  private int[] foldOfRow(Labels labels) {
    int[] rows = RowOrder.all(labels);
    switch (order) {
      case OURS -> Shuffler.seeded(seed).shuffle(rows);
      case SCIKIT_LEARN -> NumpyRandomState.seeded(seed).shuffle(rows);
      case UNSHUFFLED -> {}
    }
    return order == FoldOrder.OURS ? FoldAssembly.deal(rows, folds) : FoldAssembly.cut(rows, folds);
  }

  @Override
  public FittingPart withoutTest(Labels labels) {
    return FoldAssembly.withoutTest(labels, ValidationRows.random(seed));
  }

  @Override
  public String description() {
    return "%d-fold, %s, %s"
        .formatted(
            folds,
            order.description(seed),
            order.validation("one tenth of the fitting rows", seed));
  }

  @Override
  public String toString() {
    return description();
  }
}
