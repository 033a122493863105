package org.fe4j.metrics.statistics;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Kendall's τ-b, from counts of pairs: {@code (concordant - discordant) / sqrt((pairs - tiedInX) *
 * (pairs - tiedInY))}. Sorted by x, each exchange that a merge sort by y makes is one discordant
 * pair, so that n numbers take n log n steps; Knight, "A computer method for calculating Kendall's
 * tau with ungrouped data", 1966.
 *
 * <p>Written here, and not taken from a library, since it was the only class that fe4j used of a
 * further jar, which everybody who adds fe-core would carry.
 */
final class KendallTau {
  private KendallTau() {}

  /** Returns τ-b of two lists of the same length, neither of them constant, in [-1, 1]. */
  static double of(double[] x, double[] y) {
    Integer[] order = new Integer[x.length];
    Arrays.setAll(order, index -> index);
    // Plus 0: Double.compare tells -0.0 from 0.0, which are tied.
    Arrays.sort(
        order,
        Comparator.<Integer>comparingDouble(index -> x[index] + 0.0)
            .thenComparingDouble(index -> y[index] + 0.0));
    double[] sortedX = new double[x.length];
    double[] sortedY = new double[x.length];
    for (int place = 0; place < order.length; place++) {
      sortedX[place] = x[order[place]] + 0.0;
      sortedY[place] = y[order[place]] + 0.0;
    }
    long pairs = pairsAmong(x.length);
    long tiedInX = tiedPairs(sortedX);
    long tiedInBoth = tiedInBoth(sortedX, sortedY);
    long discordant = sortCountingExchanges(sortedY, new double[x.length], 0, x.length);
    long tiedInY = tiedPairs(sortedY);
    long difference = pairs - tiedInX - tiedInY + tiedInBoth - 2 * discordant;
    return (double) difference
        / (Math.sqrt((double) (pairs - tiedInX)) * Math.sqrt((double) (pairs - tiedInY)));
  }

  private static long pairsAmong(long count) {
    return count * (count - 1) / 2;
  }

  private static long tiedPairs(double[] sorted) {
    return tiedInBoth(sorted, sorted);
  }

  private static long tiedInBoth(double[] sortedX, double[] sortedY) {
    long tied = 0;
    int begin = 0;
    for (int end = 1; end <= sortedX.length; end++) {
      if (end == sortedX.length
          || sortedX[end] != sortedX[begin]
          || sortedY[end] != sortedY[begin]) {
        tied += pairsAmong(end - begin);
        begin = end;
      }
    }
    return tied;
  }

  private static long sortCountingExchanges(double[] values, double[] spare, int begin, int end) {
    if (end - begin < 2) {
      return 0;
    }
    int middle = (begin + end) >>> 1;
    long exchanges =
        sortCountingExchanges(values, spare, begin, middle)
            + sortCountingExchanges(values, spare, middle, end);
    System.arraycopy(values, begin, spare, begin, end - begin);
    int left = begin;
    int right = middle;
    for (int place = begin; place < end; place++) {
      if (right == end || (left < middle && spare[left] <= spare[right])) {
        values[place] = spare[left++];
      } else {
        values[place] = spare[right++];
        exchanges += middle - left;
      }
    }
    return exchanges;
  }
}
