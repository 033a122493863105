package org.fe4j.metrics;

import com.google.common.collect.ImmutableMap;

/**
 * The figures of one fold: over the rows of its test part alone.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class FoldMetrics {
  private final int fold;
  private final Predictions predictions;
  private final ClassificationMetrics metrics;
  private final ImmutableMap<String, Double> additional;

  FoldMetrics(
      int fold,
      Predictions predictions,
      ClassificationMetrics metrics,
      ImmutableMap<String, Double> additional) {
    this.fold = fold;
    this.predictions = predictions;
    this.metrics = metrics;
    this.additional = additional;
  }

  /** Returns the number of the fold. */
  public int fold() {
    return fold;
  }

  /** Returns the rows of the fold's test part. */
  public Predictions predictions() {
    return predictions;
  }

  /** Returns the figures; classes without a row in this fold count as 0 in macro averages. */
  public ClassificationMetrics metrics() {
    return metrics;
  }

  /** Returns a figure; NaN where it does not exist. It is computed where the report lacks it. */
  public double of(Metric metric) {
    if (metric instanceof StandardMetric standard) {
      return metrics.of(standard);
    }
    Double known = additional.get(metric.key());
    return known == null ? AdditionalFigures.checked(metric, predictions) : known;
  }

  @Override
  public String toString() {
    return "Fold %d: %s".formatted(fold, metrics);
  }
}
