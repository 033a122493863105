package org.fe4j.metrics.statistics;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Ranks of scores: 1 is the best, and equal scores share the mean of their places. */
public final class Ranks {

  private Ranks() {}

  /**
   * Returns the rank of each score, as {@code scipy.stats.rankdata} gives them (of the negated
   * scores where higher is better). They sum to n (n + 1) / 2.
   *
   * @param scores finite numbers, at least none
   * @param higherIsBetter whether the highest score gets rank 1, or the lowest
   * @throws IllegalArgumentException if a score is not finite
   */
  public static ImmutableDoubleArray average(double[] scores, boolean higherIsBetter) {
    Checks.finite("Scores", scores);
    double[] ascending = ascending(scores);
    if (higherIsBetter) {
      for (int index = 0; index < ascending.length; index++) {
        ascending[index] = scores.length + 1 - ascending[index];
      }
    }
    return ImmutableDoubleArray.copyOf(ascending);
  }

  /**
   * Returns the mean rank of each model over the data sets, 1 is the best.
   *
   * @param scores data sets × models, at least one data set, higher is better
   * @throws IllegalArgumentException if there is no data set, if the rows differ in length, or if a
   *     score is not finite
   */
  public static ImmutableDoubleArray means(double[][] scores) {
    if (scores.length == 0) {
      throw new IllegalArgumentException("Mean ranks need one data set, but there is none");
    }
    double[] sums = new double[Checks.table("Scores", scores)];
    for (double[] row : scores) {
      double[] ranks = ascending(row);
      for (int model = 0; model < sums.length; model++) {
        sums[model] += row.length + 1 - ranks[model];
      }
    }
    for (int model = 0; model < sums.length; model++) {
      sums[model] /= scores.length;
    }
    return ImmutableDoubleArray.copyOf(sums);
  }

  /** Returns average ranks, 1 for the lowest value; +0.0 and -0.0 are equal. */
  static double[] ascending(double[] values) {
    int[] order = order(values);
    double[] ranks = new double[values.length];
    for (int begin = 0; begin < order.length; ) {
      int end = begin + 1;
      while (end < order.length && values[order[end]] == values[order[begin]]) {
        end++;
      }
      // Places begin + 1 to end, whose mean is exact in half steps.
      for (int place = begin; place < end; place++) {
        ranks[order[place]] = (begin + 1 + end) / 2.0;
      }
      begin = end;
    }
    return ranks;
  }

  /** Returns the sum of t^3 - t over the sizes t of the groups of equal values. */
  static double tieSum(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double sum = 0;
    for (int begin = 0; begin < sorted.length; ) {
      int end = begin + 1;
      while (end < sorted.length && sorted[end] == sorted[begin]) {
        end++;
      }
      double size = end - begin;
      sum += size * size * size - size;
      begin = end;
    }
    return sum;
  }

  private static int[] order(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble(index -> values[index]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
