package org.fe4j.validation;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * K folds that each have every class in proportion: the rows of a class are shuffled by a seed and
 * dealt to the folds, so that each fold tests as many of a class as any other, or one more, and as
 * many rows in all, or one more.
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

  private StratifiedKFold(int folds, long seed) {
    this.folds = folds;
    this.seed = seed;
  }

  /**
   * Returns a splitter into a number of folds, shuffled with seed 42.
   *
   * @throws IllegalArgumentException if there are fewer than 2 folds
   */
  public static StratifiedKFold of(int folds) {
    return new StratifiedKFold(FoldAssembly.checkFolds(folds), FoldAssembly.DEFAULT_SEED);
  }

  /** Returns a splitter that shuffles with another seed. */
  public StratifiedKFold withSeed(long newSeed) {
    return new StratifiedKFold(folds, newSeed);
  }

  @Override
  public ImmutableList<Fold> split(Labels labels) {
    refuseSmallClasses(labels);
    FoldAssembly.checkRows(labels, folds);
    int[] order = RowOrder.byClass(labels, RowOrder.all(labels), Shuffler.seeded(seed));
    return FoldAssembly.of(
        FoldAssembly.deal(order, folds),
        folds,
        (fold, fitting) -> {
          int[] rows = RowOrder.withoutSingles(labels, fitting);
          return RowOrder.byClass(labels, rows, Shuffler.seeded(seed, fold));
        });
  }

  private void refuseSmallClasses(Labels labels) {
    int[] counts = new int[labels.classCount()];
    labels.values().forEach(label -> counts[label]++);
    int[] small = IntStream.range(0, counts.length).filter(c -> counts[c] < folds).toArray();
    if (small.length == 0) {
      return;
    }
    String names =
        Arrays.stream(small)
            .limit(10)
            .mapToObj(c -> "%s (%d)".formatted(labels.classNames().get(c), counts[c]))
            .collect(joining(", "));
    int smallest = Arrays.stream(small).map(c -> counts[c]).min().orElseThrow();
    throw new IllegalArgumentException(
        """
        Stratified %d-fold validation needs %d or more images of each class, but %d of %d classes \
        have fewer: %s%s.
          Add images to them, or leave them out, or %s."""
            .formatted(
                folds,
                folds,
                small.length,
                counts.length,
                names,
                small.length > 10 ? " and " + (small.length - 10) + " more" : "",
                smallest >= 2
                    ? "use %d folds or fewer".formatted(smallest)
                    : "use KFold.of(%d), which does not stratify".formatted(folds)));
  }

  @Override
  public String description() {
    return "stratified %d-fold, shuffled with seed %d, one stratified tenth of the fitting rows"
            .formatted(folds, seed)
        + " for validation";
  }

  @Override
  public String toString() {
    return description();
  }
}
