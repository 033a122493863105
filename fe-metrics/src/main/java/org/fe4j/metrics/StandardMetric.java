package org.fe4j.metrics;

import com.google.errorprone.annotations.Immutable;

/**
 * A metric that follows from a {@link Tally}, so that a resample costs one pass over the rows.
 *
 * <p>Instances are made by {@link Metric} alone: a thread that came here first would wait for one
 * that is there, and the other way round.
 *
 * @param key for files
 * @param label for texts
 * @param higherIsBetter whether it is
 * @param figure what is computed
 */
record StandardMetric(String key, String label, boolean higherIsBetter, Figure figure)
    implements Metric {

  /** One number of a tally. */
  @Immutable
  interface Figure {
    double of(Tally tally);
  }

  static Metric of(String key, String label, Figure figure) {
    return new StandardMetric(key, label, true, figure);
  }

  static Metric lowerIsBetter(String key, String label, Figure figure) {
    return new StandardMetric(key, label, false, figure);
  }

  @Override
  public double of(Predictions predictions) {
    return figure.of(Tally.of(RowScores.of(predictions)));
  }

  @Override
  public String toString() {
    return label;
  }
}
