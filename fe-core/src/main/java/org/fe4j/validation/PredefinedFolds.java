package org.fe4j.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.BitSet;
import java.util.List;

/**
 * Folds that somebody published: lists of the rows to fit on and of the rows to test on. Training
 * lists may overlap each other, and so may test lists: a row that is tested in several folds counts
 * in each, and once for each in pooled figures.
 *
 * <p>Of the rows that a fold fits on, one tenth, rounded to the nearest number, is its validation
 * part, dealt class by class after a shuffle by a seed; the only row of a class is never taken.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class PredefinedFolds implements Splitter {

  private final String source;
  private final int rows;
  private final ImmutableList<ImmutableIntArray> fitting;
  private final ImmutableList<ImmutableIntArray> test;
  private final long seed;

  private PredefinedFolds(
      String source,
      int rows,
      ImmutableList<ImmutableIntArray> fitting,
      ImmutableList<ImmutableIntArray> test,
      long seed) {
    this.source = source;
    this.rows = rows;
    this.fitting = fitting;
    this.test = test;
    this.seed = seed;
  }

  /**
   * Returns the splitter into these folds; validation rows are dealt with seed 42.
   *
   * @param source whose folds they are, for reports: {@code "STL-10's ten folds"}
   * @param rows how many the data set has
   * @param fitting for each fold, the rows to fit on
   * @param test for each fold, the rows to test on
   * @throws IllegalArgumentException if there are no folds or not as many lists of both, or a fold
   *     has no row, a row that is not there, or one twice
   */
  public static PredefinedFolds of(
      String source, int rows, List<ImmutableIntArray> fitting, List<ImmutableIntArray> test) {
    if (fitting.isEmpty() || fitting.size() != test.size()) {
      throw new IllegalArgumentException(
          "%s: as many lists of rows to test on as to fit on are needed, at least one of each, but there are %d and %d"
              .formatted(source, test.size(), fitting.size()));
    }
    for (int fold = 0; fold < fitting.size(); fold++) {
      BitSet seen = new BitSet();
      String title = source + ": fold " + fold;
      addRows(seen, title, "fit", fitting.get(fold), rows);
      addRows(seen, title, "test", test.get(fold), rows);
    }
    return new PredefinedFolds(
        source,
        rows,
        ImmutableList.copyOf(fitting),
        ImmutableList.copyOf(test),
        FoldAssembly.DEFAULT_SEED);
  }

  /** Returns the splitter into folds that are all tested on the same rows. */
  public static PredefinedFolds of(
      String source, int rows, List<ImmutableIntArray> fitting, ImmutableIntArray test) {
    return of(source, rows, fitting, fitting.stream().map(fold -> test).toList());
  }

  /** Adds the rows of a part to those that the fold has already. */
  private static void addRows(
      BitSet seen, String fold, String purpose, ImmutableIntArray part, int rows) {
    if (part.isEmpty()) {
      throw new IllegalArgumentException("%s has no row to %s on".formatted(fold, purpose));
    }
    for (int row : part.asList()) {
      if (row < 0 || row >= rows) {
        throw new IllegalArgumentException(
            "%s has row %d, but rows are 0 to %d".formatted(fold, row, rows - 1));
      }
      if (seen.get(row)) {
        throw new IllegalArgumentException("%s has row %d twice".formatted(fold, row));
      }
      seen.set(row);
    }
  }

  /** Returns a splitter that deals validation rows with another seed. */
  public PredefinedFolds withSeed(long newSeed) {
    return new PredefinedFolds(source, rows, fitting, test, newSeed);
  }

  /**
   * Returns the folds; their test parts may overlap.
   *
   * @throws IllegalArgumentException if there are not as many rows as the folds were made for
   */
  @Override
  public ImmutableList<Fold> split(Labels labels) {
    if (labels.size() != rows) {
      throw new IllegalArgumentException(
          """
          %s are of %d rows, but there are %d. Give the whole data set; where images were skipped, the numbers of the others would be wrong."""
              .formatted(source, rows, labels.size()));
    }
    ImmutableList.Builder<Fold> folds = ImmutableList.builder();
    for (int fold = 0; fold < fitting.size(); fold++) {
      folds.add(fold(labels, fold));
    }
    return folds.build();
  }

  private Fold fold(Labels labels, int fold) {
    int[] ascending = fitting.get(fold).stream().sorted().toArray();
    int[] order =
        RowOrder.byClass(
            labels, RowOrder.withoutSingles(labels, ascending), Shuffler.seeded(seed, fold));
    return FoldAssembly.fold(ascending, test.get(fold).stream().sorted().toArray(), order);
  }

  @Override
  public String description() {
    return "%s, one stratified tenth of the fitting rows for validation, shuffled with seed %d"
        .formatted(source, seed);
  }

  @Override
  public String toString() {
    return description();
  }
}
