package org.fe4j.metrics.statistics;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;

/**
 * How strongly two lists of numbers rise together, in [-1, 1]; 1 where one is a rising function of
 * the other of the kind that the constant names.
 */
public enum Correlation {
  /** Of the numbers themselves: 1 on a rising line; as {@code scipy.stats.pearsonr}. */
  PEARSON {
    @Override
    double ofVarying(double[] x, double[] y) {
      return pearson(x, y);
    }
  },

  /** Pearson's of the average ranks; as {@code scipy.stats.spearmanr}. */
  SPEARMAN {
    @Override
    double ofVarying(double[] x, double[] y) {
      return pearson(Ranks.ascending(x), Ranks.ascending(y));
    }
  },

  /**
   * Of the order of pairs: τ-b, which accounts for ties; the default of {@code
   * scipy.stats.kendalltau}.
   */
  KENDALL {
    @Override
    double ofVarying(double[] x, double[] y) {
      return KendallTau.of(x, y);
    }
  };

  /**
   * Returns the correlation of two lists; NaN where one of them is constant, a list of one or no
   * number included.
   *
   * @throws IllegalArgumentException if the lists differ in length, or if a number is not finite
   */
  public double of(double[] x, double[] y) {
    Checks.sameLength(x, y);
    Checks.finite("Numbers", x);
    Checks.finite("Numbers", y);
    // Asked of the numbers, since the deviations from a rounded mean need not be 0.
    if (isConstant(x) || isConstant(y)) {
      return Double.NaN;
    }
    return Math.max(-1, Math.min(1, ofVarying(x, y)));
  }

  /**
   * Returns the correlation of each pair of rows: symmetric, and exactly 1 on the diagonal; NaN in
   * the row and in the column of a constant one, its diagonal included.
   *
   * @param rows lists of the same length, such as the scores of a model
   * @throws IllegalArgumentException if they differ in length, or if a number is not finite
   */
  public ImmutableList<ImmutableDoubleArray> matrix(double[][] rows) {
    Checks.table("Rows", rows);
    double[][] values = new double[rows.length][rows.length];
    for (int first = 0; first < rows.length; first++) {
      for (int second = 0; second < first; second++) {
        values[first][second] = of(rows[first], rows[second]);
        values[second][first] = values[first][second];
      }
      values[first][first] = isConstant(rows[first]) ? Double.NaN : 1;
    }
    return Matrices.copyOf(values);
  }

  /** Returns the correlation of finite lists of the same length, neither of them constant. */
  abstract double ofVarying(double[] x, double[] y);

  private static double pearson(double[] x, double[] y) {
    double[] u = direction(x);
    double[] v = direction(y);
    double sum = 0;
    for (int index = 0; index < u.length; index++) {
      sum += u[index] * v[index];
    }
    return sum;
  }

  /** Returns the deviations from the mean, scaled to length 1. */
  private static double[] direction(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    double mean = 0;
    for (double value : values) {
      // Divided first: neither the sum nor the squares below leave the range of a double.
      mean += value / largest / values.length;
    }
    double[] direction = new double[values.length];
    double widest = 0;
    for (int index = 0; index < values.length; index++) {
      direction[index] = values[index] / largest - mean;
      widest = Math.max(widest, Math.abs(direction[index]));
    }
    double squares = 0;
    for (int index = 0; index < values.length; index++) {
      direction[index] /= widest;
      squares += direction[index] * direction[index];
    }
    double length = Math.sqrt(squares);
    for (int index = 0; index < values.length; index++) {
      direction[index] /= length;
    }
    return direction;
  }

  private static boolean isConstant(double[] values) {
    for (double value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }
}
