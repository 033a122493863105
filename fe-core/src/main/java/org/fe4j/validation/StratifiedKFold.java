package org.fe4j.validation;

import com.google.common.collect.ImmutableList;
import java.util.stream.IntStream;

/**
 * K folds that each have every class in proportion: the rows of a class are shuffled by a seed and
 * dealt to the folds, so that each fold tests as many of a class as any other, or one more, and as
 * many rows in all, or one more. Groups are not looked at; {@link StratifiedGroupKFold} keeps them
 * whole.
 *
 * <p>Of the rows that a fold does not test, one tenth, rounded to the nearest number, is its
 * validation part, dealt in the same way; the only row of a class is never taken. There is none
 * where fewer than 5 rows are left to fit on.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class StratifiedKFold implements Splitter {

  private final int folds;
  private final long seed;
  private final FoldOrder order;

  private StratifiedKFold(int folds, long seed, FoldOrder order) {
    this.folds = folds;
    this.seed = order.checkSeed(seed);
    this.order = order;
  }

  /**
   * Returns a splitter into a number of folds, shuffled with seed 42.
   *
   * @throws IllegalArgumentException if there are fewer than 2 folds
   */
  public static StratifiedKFold of(int folds) {
    return new StratifiedKFold(
        FoldAssembly.checkFolds(folds), FoldAssembly.DEFAULT_SEED, FoldOrder.OURS);
  }

  /**
   * Returns a splitter that shuffles with another seed.
   *
   * @throws IllegalArgumentException if scikit-learn's folds are asked for and it takes no such
   *     seed
   */
  public StratifiedKFold withSeed(long newSeed) {
    return new StratifiedKFold(folds, newSeed, order);
  }

  /**
   * Returns a splitter with the test parts of scikit-learn's {@code StratifiedKFold(n_splits,
   * shuffle=True, random_state=seed)}, row by row. It has no validation parts, so those are taken
   * as by default. Where some class has fewer rows than there are folds, scikit-learn warns or
   * refuses; this refuses.
   *
   * @throws IllegalArgumentException if the seed is not one of 0 to 2³² - 1
   */
  public StratifiedKFold likeScikitLearn() {
    return new StratifiedKFold(folds, seed, FoldOrder.SCIKIT_LEARN);
  }

  /**
   * Returns a splitter whose test parts are not shuffled, those of scikit-learn's {@code
   * StratifiedKFold(n_splits)}: each fold tests rows of a class that follow each other.
   */
  public StratifiedKFold unshuffled() {
    return new StratifiedKFold(folds, seed, FoldOrder.UNSHUFFLED);
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
    SmallClasses.refuseByRows(labels, need(folds));
    FoldAssembly.checkRows(labels, folds);
    return FoldAssembly.of(foldOfRow(labels), folds, ValidationRows.stratified(labels, seed));
  }

  /** Returns what stratified folds need of each class. */
  static SmallClasses.Need need(int folds) {
    return new SmallClasses.Need(
        "Stratified %d-fold validation".formatted(folds),
        folds,
        smallest -> smallest < 2 ? "" : "use %d folds or fewer".formatted(smallest));
  }

  private int[] foldOfRow(Labels labels) {
    return order == FoldOrder.OURS
        ? FoldAssembly.deal(
            RowOrder.byClass(labels, RowOrder.all(labels), Shuffler.seeded(seed)), folds)
        : foldOfRowOfScikitLearn(labels);
  }

  /**
   * Sorts the labels and deals them to the folds: so many of each class each fold tests. Then the
   * folds of each class, the first fold's first, are shuffled and given to the rows of the class.
   * Classes are in the order in which they come first.
   */
  private int[] foldOfRowOfScikitLearn(Labels labels) {
    int[] classes = labels.values().stream().distinct().toArray();
    int[] counts = new int[labels.classCount()];
    labels.values().forEach(label -> counts[label]++);
    NumpyRandomState random = NumpyRandomState.seeded(order == FoldOrder.SCIKIT_LEARN ? seed : 0);
    int[][] foldsOfClass = new int[labels.classCount()][];
    int begin = 0;
    for (int c : classes) {
      foldsOfClass[c] =
          IntStream.range(begin, begin + counts[c]).map(i -> i % folds).sorted().toArray();
      begin += counts[c];
      if (order == FoldOrder.SCIKIT_LEARN) {
        random.shuffle(foldsOfClass[c]);
      }
    }
    int[] next = new int[labels.classCount()];
    int[] foldOfRow = new int[labels.size()];
    for (int row = 0; row < foldOfRow.length; row++) {
      int c = labels.values().get(row);
      foldOfRow[row] = foldsOfClass[c][next[c]++];
    }
    return foldOfRow;
  }

  @Override
  public FittingPart withoutTest(Labels labels) {
    return FoldAssembly.withoutTest(labels, ValidationRows.stratified(labels, seed));
  }

  @Override
  public String description() {
    return "stratified %d-fold, %s, %s"
        .formatted(
            folds,
            order.description(seed),
            order.validation("one stratified tenth of the fitting rows", seed));
  }

  @Override
  public String toString() {
    return description();
  }
}
