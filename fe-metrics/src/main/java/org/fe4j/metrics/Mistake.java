package org.fe4j.metrics;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A row that was predicted wrongly.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param row the row of the predictions
 * @param id what it is called
 * @param truth its true class
 * @param predicted the class that was predicted
 * @param probability the probability of that class, in [0, 1]
 */
public record Mistake(int row, String id, int truth, int predicted, double probability) {

  /**
   * Returns the rows that were predicted wrongly with the highest probabilities, as {@link
   * MetricsReport#mostConfidentMistakes} does.
   *
   * @throws IllegalArgumentException if n is negative
   */
  public static ImmutableList<Mistake> mostConfident(Predictions predictions, int n) {
    if (n < 0) {
      throw new IllegalArgumentException("The %d most confident mistakes".formatted(n));
    }
    if (!predictions.hasProbabilities()) {
      return ImmutableList.of();
    }
    return IntStream.range(0, predictions.size())
        .filter(row -> predictions.predicted(row) != predictions.truth(row))
        .mapToObj(row -> of(predictions, row))
        .sorted(Comparator.comparingDouble(Mistake::probability).reversed())
        .limit(n)
        .collect(ImmutableList.toImmutableList());
  }

  private static Mistake of(Predictions predictions, int row) {
    int predicted = predictions.predicted(row);
    return new Mistake(
        row,
        predictions.id(row),
        predictions.truth(row),
        predicted,
        predictions.probability(row, predicted));
  }
}
