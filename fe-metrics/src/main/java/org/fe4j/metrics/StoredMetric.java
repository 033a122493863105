package org.fe4j.metrics;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Optional;
import org.fe4j.metrics.statistics.Interval;
import org.jspecify.annotations.Nullable;

/**
 * The figures of somebody's metric as they stand in a file, where the class that computes them is
 * not at hand. A report has them as it has computed ones; they cannot be checked, and are of no
 * other predictions.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class StoredMetric implements Metric {
  private final String key;
  private final String label;
  private final boolean higherIsBetter;
  private final double pooled;
  private final ImmutableDoubleArray folds;
  private final @Nullable Interval interval;

  private StoredMetric(
      String key,
      String label,
      boolean higherIsBetter,
      double pooled,
      ImmutableDoubleArray folds,
      @Nullable Interval interval) {
    this.key = key;
    this.label = label;
    this.higherIsBetter = higherIsBetter;
    this.pooled = pooled;
    this.folds = folds;
    this.interval = interval;
  }

  /**
   * Returns the figures, without an interval.
   *
   * @param key what the metric is called in files
   * @param label what it is called in texts
   * @param higherIsBetter whether it is
   * @param pooled the figure over all rows, or NaN
   * @param folds the figure of each fold, by ascending number, or NaN
   */
  public static StoredMetric of(
      String key, String label, boolean higherIsBetter, double pooled, ImmutableDoubleArray folds) {
    return new StoredMetric(key, label, higherIsBetter, pooled, folds, null);
  }

  /** Returns the same figures with this interval of the pooled one. */
  public StoredMetric withInterval(Interval ofPooled) {
    return new StoredMetric(key, label, higherIsBetter, pooled, folds, ofPooled);
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** Returns the figure over all rows; NaN where there is none. */
  public double pooled() {
    return pooled;
  }

  /** Returns the figure of each fold, by ascending number. */
  public ImmutableDoubleArray folds() {
    return folds;
  }

  /** Returns the interval of the pooled figure, where the file has one. */
  public Optional<Interval> interval() {
    return Optional.ofNullable(interval);
  }

  /**
   * Refuses, since figures from a file are of the predictions in that file.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public double of(Predictions predictions) {
    throw new UnsupportedOperationException(
        "The metric \"%s\" was read from a file without the class that computes it; read the file"
                .formatted(key)
            + " with JsonReport.read(file, List.of(metric)) and that class");
  }

  @Override
  public String toString() {
    return label;
  }
}
