package org.fe4j.validation;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * K folds that keep groups whole, in the test part as in the validation part, and have every class
 * as nearly in proportion as that allows. Where no group has two rows, these are exactly the folds
 * of {@link StratifiedKFold}.
 *
 * <p>The test parts are dealt as by scikit-learn's {@code StratifiedGroupKFold}: groups are
 * shuffled by a seed and sorted, those with the most unequal class counts first; each goes to the
 * fold that keeps the shares of the classes most alike over the folds, by the mean over classes of
 * their standard deviation; among folds that are equally good to the one with the fewest rows, then
 * to the first. So every fold gets a group before one gets two of the same classes. A group that is
 * larger than a fold's share makes its fold larger, and the others smaller.
 *
 * <p>Of the rows that a fold does not test, whole groups are its validation part, about one tenth
 * of each class: in a random order each group that brings the classes nearer to a tenth is taken,
 * then one more group for each class that has none and 5 rows or more, if that leaves half of each
 * class to train on.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class StratifiedGroupKFold implements Splitter {

  private final int folds;
  private final long seed;
  private final boolean shuffled;

  private StratifiedGroupKFold(int folds, long seed, boolean shuffled) {
    this.folds = folds;
    this.seed = seed;
    this.shuffled = shuffled;
  }

  /**
   * Returns a splitter into a number of folds, shuffled with seed 42.
   *
   * @throws IllegalArgumentException if there are fewer than 2 folds
   */
  public static StratifiedGroupKFold of(int folds) {
    return new StratifiedGroupKFold(
        FoldAssembly.checkFolds(folds), FoldAssembly.DEFAULT_SEED, true);
  }

  /** Returns a splitter that shuffles with another seed. */
  public StratifiedGroupKFold withSeed(long newSeed) {
    return new StratifiedGroupKFold(folds, newSeed, shuffled);
  }

  /**
   * Returns a splitter whose test parts are not shuffled: groups come in the order of their
   * numbers. Where no group has two rows, the folds are those of {@link
   * StratifiedKFold#unshuffled}.
   */
  public StratifiedGroupKFold unshuffled() {
    return new StratifiedGroupKFold(folds, seed, false);
  }

  /**
   * Returns these folds several times, with this seed and those that follow it.
   *
   * @throws IllegalArgumentException if fewer than 1 time
   */
  public Repeated repeated(int times) {
    return Repeated.of(this::withSeed, seed, times);
  }

  /**
   * Returns the folds.
   *
   * @throws IllegalArgumentException if a class has fewer groups than there are folds, or fewer
   *     rows where there are no groups; the message names the classes and the ways out
   */
  @Override
  public ImmutableList<Fold> split(Labels labels) {
    if (!labels.hasGroups()) {
      StratifiedKFold rows = StratifiedKFold.of(folds).withSeed(seed);
      return (shuffled ? rows : rows.unshuffled()).split(labels);
    }
    SmallClasses.refuseByGroups(labels, StratifiedKFold.need(folds));
    return FoldAssembly.of(
        foldOfRow(labels), folds, ValidationRows.stratifiedInGroups(labels, seed));
  }

  private int[] foldOfRow(Labels labels) {
    GroupCounts groups = GroupCounts.of(labels, RowOrder.every(labels));
    int[] order = IntStream.range(0, groups.size()).toArray();
    if (shuffled) {
      Shuffler.seeded(seed).shuffle(order);
    }
    GroupDealer dealer = new GroupDealer(labels, groups, folds);
    int[] foldOfRow = new int[labels.size()];
    // The sort is stable: groups that are alike stay shuffled.
    Arrays.stream(order)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingLong(g -> groups.spread(g, labels.classCount()))
                .reversed())
        .forEach(
            group -> {
              int fold = dealer.deal(group);
              groups.rows(group).forEach(row -> foldOfRow[row] = fold);
            });
    return foldOfRow;
  }

  @Override
  public FittingPart withoutTest(Labels labels) {
    return FoldAssembly.withoutTest(labels, ValidationRows.stratifiedInGroups(labels, seed));
  }

  @Override
  public String description() {
    FoldOrder order = shuffled ? FoldOrder.OURS : FoldOrder.UNSHUFFLED;
    return "stratified %d-fold with whole groups, %s, %s"
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
