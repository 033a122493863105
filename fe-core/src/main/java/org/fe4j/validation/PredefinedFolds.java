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
 * <p>Where no validation rows are given, one tenth of the rows that a fold fits on, rounded to the
 * nearest number, is its validation part, dealt class by class after a shuffle by a seed; the only
 * row of a class is never taken. Groups are kept whole then, as by {@link StratifiedGroupKFold}.
 * Between the given lists they are not looked at: who published the lists divided them.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class PredefinedFolds implements Splitter {

  private final String source;
  private final int rows;
  private final ImmutableList<ImmutableIntArray> fitting;

  /** For each fold the rows of its fitting part to stop by; empty where none are given. */
  private final ImmutableList<ImmutableIntArray> validation;

  private final ImmutableList<ImmutableIntArray> test;
  private final long seed;

  private PredefinedFolds(
      String source,
      int rows,
      ImmutableList<ImmutableIntArray> fitting,
      ImmutableList<ImmutableIntArray> validation,
      ImmutableList<ImmutableIntArray> test,
      long seed) {
    this.source = source;
    this.rows = rows;
    this.fitting = fitting;
    this.validation = validation;
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
    checkCounts(source, "fit on", fitting.size(), test.size());
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
        ImmutableList.of(),
        ImmutableList.copyOf(test),
        FoldAssembly.DEFAULT_SEED);
  }

  /**
   * Returns the splitter into folds whose validation parts are given too.
   *
   * @param source whose folds they are, for reports
   * @param rows how many the data set has
   * @param train for each fold, the rows to train on
   * @param validation for each fold, the rows to stop by; a list may be empty, then the fold has
   *     none
   * @param test for each fold, the rows to test on
   * @throws IllegalArgumentException if there are no folds or not as many lists of each, or a fold
   *     has no row to train or test on, a row that is not there, or one twice
   */
  public static PredefinedFolds of(
      String source,
      int rows,
      List<ImmutableIntArray> train,
      List<ImmutableIntArray> validation,
      List<ImmutableIntArray> test) {
    checkCounts(source, "train on", train.size(), test.size());
    checkCounts(source, "stop by", validation.size(), test.size());
    ImmutableList.Builder<ImmutableIntArray> fitting = ImmutableList.builder();
    for (int fold = 0; fold < train.size(); fold++) {
      BitSet seen = new BitSet();
      String title = source + ": fold " + fold;
      addRows(seen, title, "train", train.get(fold), rows);
      if (!validation.get(fold).isEmpty()) {
        addRows(seen, title, "stop", validation.get(fold), rows);
      }
      fitting.add(FoldAssembly.rows(seen));
      addRows(seen, title, "test", test.get(fold), rows);
    }
    return new PredefinedFolds(
        source,
        rows,
        fitting.build(),
        ImmutableList.copyOf(validation),
        ImmutableList.copyOf(test),
        FoldAssembly.DEFAULT_SEED);
  }

  private static void checkCounts(String source, String purpose, int lists, int testLists) {
    if (lists == 0 || lists != testLists) {
      throw new IllegalArgumentException(
          "%s: as many lists of rows to test on as to %s are needed, at least one of each, but there are %d and %d"
              .formatted(source, purpose, testLists, lists));
    }
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

  /** Returns a splitter that deals validation rows, where none are given, with another seed. */
  public PredefinedFolds withSeed(long newSeed) {
    return new PredefinedFolds(source, rows, fitting, validation, test, newSeed);
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
          %s are of %d rows, but there are %d. Give the labels of the whole data set; where images were skipped, divide with retaining(whole, kept)."""
              .formatted(source, rows, labels.size()));
    }
    ValidationRows rowsToStopBy =
        validation.isEmpty()
            ? ValidationRows.stratifiedInGroups(labels, seed)
            : (fold, fit) -> FoldAssembly.set(validation.get(fold));
    ImmutableList.Builder<Fold> folds = ImmutableList.builder();
    for (int fold = 0; fold < fitting.size(); fold++) {
      BitSet fit = FoldAssembly.set(fitting.get(fold));
      folds.add(
          FoldAssembly.fold(
              fit,
              rowsToStopBy.of(fold, FoldAssembly.rows(fit)),
              FoldAssembly.rows(FoldAssembly.set(test.get(fold)))));
    }
    return folds.build();
  }

  @Override
  public FittingPart withoutTest(Labels labels) {
    return FoldAssembly.withoutTest(labels, ValidationRows.stratifiedInGroups(labels, seed));
  }

  @Override
  public String description() {
    return validation.isEmpty()
        ? "%s, one stratified tenth of the fitting rows for validation, shuffled with seed %d"
            .formatted(source, seed)
        : source + ", with the validation rows given";
  }

  @Override
  public String toString() {
    return description();
  }
}
