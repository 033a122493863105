package org.fe4j.metrics;

import java.util.Set;
import java.util.function.IntToDoubleFunction;

/**
 * A metric of predictions whose units are taken several times each or not at all, as a bootstrap
 * draws them: prepared once, asked thousands of times.
 *
 * <p>A class that has rows, but none in the units taken, is left out of standard macro averages.
 * Not safe for concurrent use; confine an instance to one thread.
 */
public abstract sealed class UnitScores {
  /** What is a mean over rows costs no pass over the rows. */
  private static final Set<Metric> MEANS =
      Set.of(Metric.ACCURACY, Metric.WEIGHTED_RECALL, Metric.LOG_LOSS, Metric.BRIER_SCORE);

  private UnitScores() {}

  /**
   * Returns the metric, prepared for these predictions.
   *
   * @param unitOfRow the number of the unit of each row, from 0, as {@link Predictions#units()}
   * @throws IllegalArgumentException if there is not a unit for each row
   */
  public static UnitScores of(Predictions predictions, Metric metric, int... unitOfRow) {
    if (unitOfRow.length != predictions.size()) {
      throw new IllegalArgumentException(
          "%d units for %d rows".formatted(unitOfRow.length, predictions.size()));
    }
    int[] units = unitOfRow.clone();
    if (!(metric instanceof StandardMetric standard)) {
      return new AnyMetric(predictions, metric, units);
    }
    RowScores scores = RowScores.of(predictions);
    return MEANS.contains(metric)
        ? new MeanOverRows(scores, standard, units)
        : new Tallied(scores, standard, units);
  }

  /**
   * Returns the metric of the rows of each unit u, taken {@code times[u]} times; NaN where it does
   * not exist, and where nothing is taken.
   */
  public abstract double score(int[] times);

  private static final class MeanOverRows extends UnitScores {
    private final double[] sums;
    private final double[] rows;

    MeanOverRows(RowScores scores, StandardMetric metric, int[] unitOfRow) {
      int units = 0;
      for (int unit : unitOfRow) {
        units = Math.max(units, unit + 1);
      }
      this.sums = new double[units];
      this.rows = new double[units];
      IntToDoubleFunction figure = figureOfRow(scores, metric);
      for (int row = 0; row < unitOfRow.length; row++) {
        sums[unitOfRow[row]] += figure.applyAsDouble(row);
        rows[unitOfRow[row]]++;
      }
    }

    private static IntToDoubleFunction figureOfRow(RowScores scores, StandardMetric metric) {
      if (metric.equals(Metric.ACCURACY) || metric.equals(Metric.WEIGHTED_RECALL)) {
        return row -> scores.truth(row) == scores.predicted(row) ? 1 : 0;
      }
      if (!scores.hasProbabilities()) {
        return row -> Double.NaN;
      }
      return metric.equals(Metric.LOG_LOSS) ? scores::logLoss : scores::brierScore;
    }

    @Override
    public double score(int[] times) {
      double sum = 0;
      double count = 0;
      for (int unit = 0; unit < sums.length; unit++) {
        sum += times[unit] * sums[unit];
        count += times[unit] * rows[unit];
      }
      return sum / count;
    }
  }

  private static final class Tallied extends UnitScores {
    private final Tally tally;
    private final StandardMetric metric;
    private final int[] unitOfRow;

    Tallied(RowScores scores, StandardMetric metric, int[] unitOfRow) {
      this.tally = Tally.ofResamples(scores);
      this.metric = metric;
      this.unitOfRow = unitOfRow;
    }

    @Override
    public double score(int[] times) {
      tally.clear();
      for (int row = 0; row < unitOfRow.length; row++) {
        int count = times[unitOfRow[row]];
        if (count > 0) {
          tally.add(row, count);
        }
      }
      return tally.rows() == 0 ? Double.NaN : metric.figure().of(tally);
    }
  }

  private static final class AnyMetric extends UnitScores {
    private final Predictions predictions;
    private final Metric metric;
    private final int[] unitOfRow;

    AnyMetric(Predictions predictions, Metric metric, int[] unitOfRow) {
      this.predictions = predictions;
      this.metric = metric;
      this.unitOfRow = unitOfRow;
    }

    @Override
    public double score(int[] times) {
      int size = 0;
      for (int unit : unitOfRow) {
        size += times[unit];
      }
      if (size == 0) {
        return Double.NaN;
      }
      int[] rows = new int[size];
      int next = 0;
      for (int row = 0; row < unitOfRow.length; row++) {
        for (int count = times[unitOfRow[row]]; count > 0; count--) {
          rows[next++] = row;
        }
      }
      return AdditionalFigures.checked(metric, predictions.select(rows));
    }
  }
}
