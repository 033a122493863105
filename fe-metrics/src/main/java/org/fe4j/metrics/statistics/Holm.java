package org.fe4j.metrics.statistics;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's step-down correction of p-values for their number, which keeps the probability of any
 * false rejection at the level ("A simple sequentially rejective multiple test procedure", 1979),
 * as {@code statsmodels.stats.multitest.multipletests(method="holm")}.
 */
public final class Holm {

  private Holm() {}

  /**
   * Returns the adjusted p-values in the order of the given ones: of m values the i-th smallest (i
   * from 0) is multiplied by m - i, is at least the adjusted one before it, and at most 1. A
   * hypothesis is rejected where its adjusted p-value is at most the level.
   *
   * @param pValues numbers in [0, 1], at least none
   * @throws IllegalArgumentException if one is not
   */
  public static ImmutableDoubleArray adjust(double[] pValues) {
    Checks.finite("p-values", pValues);
    for (double pValue : pValues) {
      if (pValue < 0 || pValue > 1) {
        throw new IllegalArgumentException("A p-value is in [0, 1], but this is " + pValue);
      }
    }
    int[] order =
        IntStream.range(0, pValues.length)
            .boxed()
            .sorted(Comparator.comparingDouble(index -> pValues[index]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[pValues.length];
    double before = 0;
    for (int place = 0; place < order.length; place++) {
      double scaled = Math.min(1, pValues[order[place]] * (order.length - place));
      before = Math.max(before, scaled);
      adjusted[order[place]] = before;
    }
    return ImmutableDoubleArray.copyOf(adjusted);
  }
}
