package org.fe4j.metrics;

import com.google.common.primitives.ImmutableIntArray;
import com.google.errorprone.annotations.Immutable;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How often rows of one class were taken for another: the count at (t, p) is the number of rows
 * whose true class is t and whose predicted class is p.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
@Immutable
public final class ConfusionMatrix {
  private final int classCount;

  /** Row-major: true class, predicted class. */
  private final ImmutableIntArray counts;

  private final ImmutableIntArray trueCounts;
  private final ImmutableIntArray predictedCounts;

  private ConfusionMatrix(int classCount, int[] counts) {
    int[] ofTruth = new int[classCount];
    int[] ofPredicted = new int[classCount];
    for (int cell = 0; cell < counts.length; cell++) {
      ofTruth[cell / classCount] += counts[cell];
      ofPredicted[cell % classCount] += counts[cell];
    }
    this.classCount = classCount;
    this.counts = ImmutableIntArray.copyOf(counts);
    this.trueCounts = ImmutableIntArray.copyOf(ofTruth);
    this.predictedCounts = ImmutableIntArray.copyOf(ofPredicted);
  }

  /** Returns the counts over all rows and folds. */
  public static ConfusionMatrix of(Predictions predictions) {
    return of(predictions, IntStream.range(0, predictions.size()));
  }

  static ConfusionMatrix of(Predictions predictions, IntStream rows) {
    int classCount = predictions.classCount();
    int[] counts = new int[Math.multiplyExact(classCount, classCount)];
    rows.forEach(row -> counts[predictions.truth(row) * classCount + predictions.predicted(row)]++);
    return new ConfusionMatrix(classCount, counts);
  }

  /** Returns the number of classes. */
  public int classCount() {
    return classCount;
  }

  /** Returns how many rows of the true class were predicted to be of the other. */
  public int count(int truth, int predicted) {
    Objects.checkIndex(truth, classCount);
    Objects.checkIndex(predicted, classCount);
    return counts.get(truth * classCount + predicted);
  }

  /** Returns how many rows are of this class: a row's sum, also called support. */
  public int trueCount(int truth) {
    return trueCounts.get(truth);
  }

  /** Returns how many rows were predicted to be of this class: a column's sum. */
  public int predictedCount(int predicted) {
    return predictedCounts.get(predicted);
  }

  /** Returns how many rows were predicted rightly: the sum of the diagonal. */
  public int correctCount() {
    return IntStream.range(0, classCount).map(index -> count(index, index)).sum();
  }

  /** Returns the number of rows. */
  public int total() {
    return trueCounts.stream().sum();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConfusionMatrix that && counts.equals(that.counts);
  }

  @Override
  public int hashCode() {
    return counts.hashCode();
  }

  @Override
  public String toString() {
    return "Confusion matrix of %d classes, %d of %d rows right"
        .formatted(classCount, correctCount(), total());
  }
}
