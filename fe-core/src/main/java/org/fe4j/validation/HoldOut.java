package org.fe4j.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.BitSet;
import java.util.Locale;

/**
 * One fold: a share of each class is tested, the rest fitted on. The rows of a class are shuffled
 * by a seed; each class has its share of tested rows rounded down or up, and all rows theirs
 * rounded to the nearest number. Where there are groups, whole ones are tested, in a random order
 * each that brings the classes nearer to the share, and one at least of each class.
 *
 * <p>Rows that are not tested are never tested: the figures are less certain than those of {@link
 * StratifiedGroupKFold}, which costs as many heads as folds.
 *
 * <p>Of the rows that are not tested, one tenth is the validation part, as by {@link
 * StratifiedGroupKFold}.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class HoldOut implements Splitter {
  private final double testShare;
  private final long seed;

  private HoldOut(double testShare, long seed) {
    this.testShare = testShare;
    this.seed = seed;
  }

  /**
   * Returns the splitter that tests a share of the rows, shuffled with seed 42.
   *
   * @param testShare between 0 and 1: 0.2 tests a fifth
   * @throws IllegalArgumentException if it is not between 0 and 1
   */
  public static HoldOut of(double testShare) {
    if (!(testShare > 0 && testShare < 1)) {
      throw new IllegalArgumentException(
          "The share of rows to test must be between 0 and 1, such as 0.2, not " + testShare);
    }
    return new HoldOut(testShare, FoldAssembly.DEFAULT_SEED);
  }

  /** Returns a splitter that shuffles with another seed. */
  public HoldOut withSeed(long newSeed) {
    return new HoldOut(testShare, newSeed);
  }

  /**
   * Returns several such divisions, with this seed and those that follow it. Some rows are tested
   * several times and some never.
   *
   * @throws IllegalArgumentException if fewer than 1 time
   */
  public Repeated repeated(int times) {
    return Repeated.of(this::withSeed, seed, times);
  }

  /**
   * Returns the one fold.
   *
   * @throws IllegalArgumentException if the share of a class is less than a row to test or to fit
   *     on, or its groups cannot be divided; the message names the classes and the ways out
   */
  @Override
  public ImmutableList<Fold> split(Labels labels) {
    if (labels.size() < 2) {
      throw new IllegalArgumentException(
          "Testing some images and fitting on others needs 2 or more, but there are "
              + labels.size());
    }
    BitSet test = labels.hasGroups() ? testGroups(labels) : testRows(labels);
    BitSet fitting = new BitSet();
    fitting.set(0, labels.size());
    fitting.andNot(test);
    BitSet validation =
        ValidationRows.stratifiedInGroups(labels, seed).of(0, FoldAssembly.rows(fitting));
    return ImmutableList.of(FoldAssembly.fold(fitting, validation, FoldAssembly.rows(test)));
  }

  private BitSet testRows(Labels labels) {
    double smallerShare = Math.min(testShare, 1 - testShare);
    // 1 / 0.1 is 10, but 1 / (1 - 0.9) is a little more.
    int minimum = (int) Math.ceil(1 / smallerShare - 1e-9);
    SmallClasses.refuseByRows(
        labels,
        new SmallClasses.Need(
            title(),
            minimum,
            smallest -> smallest < 2 || minimum == 2 ? "" : "test a share nearer to one half"));
    int[] order = RowOrder.byClass(labels, RowOrder.all(labels), Shuffler.seeded(seed));
    BitSet test = new BitSet();
    for (int at = 0; at < order.length; at++) {
      if (due(at + 1) > due(at)) {
        test.set(order[at]);
      }
    }
    return test;
  }

  /** Returns how many of the first rows are to be tested. */
  private long due(int rows) {
    return (long) Math.floor(rows * testShare + 0.5);
  }

  private BitSet testGroups(Labels labels) {
    SmallClasses.refuseByGroups(labels, new SmallClasses.Need(title(), 2, smallest -> ""));
    ImmutableIntArray rows = RowOrder.every(labels);
    BitSet test = GroupSelection.takeOfEach(labels, rows, testShare, Shuffler.seeded(seed));
    BitSet tested = new BitSet();
    test.stream().forEach(row -> tested.set(labels.values().get(row)));
    int missing = tested.nextClearBit(0);
    if (missing < labels.classCount()) {
      throw new IllegalArgumentException(
          "%s cannot test any image of class %s with whole groups: the others of its groups' classes would have none left to fit on. Use another seed or smaller groups."
              .formatted(title(), labels.classNames().get(missing)));
    }
    return test;
  }

  private String title() {
    return "Holding out %s %%".formatted(percent());
  }

  private String percent() {
    double percent = Math.rint(testShare * 1e6) / 1e4;
    return percent == Math.rint(percent)
        ? String.format(Locale.ROOT, "%.0f", percent)
        : Double.toString(percent);
  }

  @Override
  public FittingPart withoutTest(Labels labels) {
    return FoldAssembly.withoutTest(labels, ValidationRows.stratifiedInGroups(labels, seed));
  }

  @Override
  public String description() {
    return "%s %% held out, stratified with whole groups, shuffled with seed %d, one stratified tenth of the fitting rows for validation"
        .formatted(percent(), seed);
  }

  @Override
  public String toString() {
    return description();
  }
}
