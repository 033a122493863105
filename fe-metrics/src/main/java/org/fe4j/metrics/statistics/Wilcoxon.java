package org.fe4j.metrics.statistics;

import com.google.errorprone.annotations.Immutable;
import java.util.Arrays;

/**
 * Wilcoxon's signed-rank test of whether pairs of numbers differ, two-sided.
 *
 * <p>Pairs without a difference are dropped, as Wilcoxon did and as is the default of {@code
 * scipy.stats.wilcoxon}. The others are ranked by size, equal sizes sharing the mean of their
 * places; the statistic is the smaller of the sums of ranks of either sign. Up to 50 pairs the
 * p-value is exact, with equal sizes too: every assignment of signs to these very ranks is counted.
 * (SciPy before 1.13 takes the normal approximation where there are equal sizes.) Above 50 pairs it
 * is the normal approximation, with the variance corrected for equal sizes and without continuity
 * correction, as SciPy's.
 *
 * <p>Differences are compared as computed: where equal differences of rounded scores must share a
 * rank, give the scores as whole numbers.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param method how the p-value was found
 * @param pairs the number of pairs with a difference
 * @param zeros the number of pairs without one
 * @param statistic the smaller sum of ranks, at least 0
 * @param pValue in (0, 1]; 1 where no pair differs
 */
@Immutable
public record Wilcoxon(Method method, int pairs, int zeros, double statistic, double pValue) {

  /** How a p-value was found. */
  public enum Method {
    /** By counting all assignments of signs. */
    EXACT,
    /** By the normal approximation. */
    NORMAL_APPROXIMATION
  }

  /** Up to here all counts are whole numbers below 2^53. */
  private static final int MAXIMUM_EXACT_PAIRS = 50;

  /**
   * Returns the test of the differences a - b.
   *
   * @param a a number of each pair
   * @param b the other number of each pair
   * @throws IllegalArgumentException if the arrays differ in length or are empty, or if a number is
   *     not finite
   */
  public static Wilcoxon signedRank(double[] a, double[] b) {
    Checks.sameLength(a, b);
    Checks.finite("Numbers", a);
    Checks.finite("Numbers", b);
    if (a.length == 0) {
      throw new IllegalArgumentException(
          "Wilcoxon's test needs at least 1 pair, but there is none");
    }
    double[] differences = new double[a.length];
    int pairs = 0;
    for (int index = 0; index < a.length; index++) {
      double difference = a[index] - b[index];
      if (difference != 0) {
        differences[pairs++] = difference;
      }
    }
    return of(Arrays.copyOf(differences, pairs), a.length - pairs);
  }

  /**
   * Returns the smallest p-value that a test of this many pairs can have, 2^(1 - n), where all
   * differences are of one sign.
   *
   * @param pairs the number n of pairs, at least 1
   * @throws IllegalArgumentException if it is smaller
   */
  public static double smallestPValue(int pairs) {
    if (pairs < 1) {
      throw new IllegalArgumentException(
          "Wilcoxon's test needs at least 1 pair, but there are " + pairs);
    }
    return Math.scalb(1.0, 1 - pairs);
  }

  private static Wilcoxon of(double[] differences, int zeros) {
    int pairs = differences.length;
    double[] sizes = Arrays.stream(differences).map(Math::abs).toArray();
    double[] ranks = Ranks.ascending(sizes);
    double positive = 0;
    for (int index = 0; index < pairs; index++) {
      positive += differences[index] > 0 ? ranks[index] : 0;
    }
    double total = pairs * (pairs + 1.0) / 2;
    double statistic = Math.min(positive, total - positive);
    if (pairs <= MAXIMUM_EXACT_PAIRS) {
      return new Wilcoxon(Method.EXACT, pairs, zeros, statistic, exact(ranks, statistic));
    }
    double variance = (pairs * (pairs + 1.0) * (2.0 * pairs + 1) - Ranks.tieSum(sizes) / 2) / 24;
    double z = (statistic - total / 2) / Math.sqrt(variance);
    return new Wilcoxon(
        Method.NORMAL_APPROXIMATION, pairs, zeros, statistic, Tails.twoSidedNormal(z));
  }

  /**
   * Returns twice the share of the 2^n assignments of signs whose positive ranks sum to at most the
   * statistic; the sums are symmetric about their mean. Ranks are whole numbers when doubled.
   */
  private static double exact(double[] ranks, double statistic) {
    int limit = (int) (2 * statistic);
    // At s: the number of assignments of the ranks so far whose doubled sum is s.
    double[] counts = new double[limit + 1];
    counts[0] = 1;
    for (double rank : ranks) {
      int doubled = (int) (2 * rank);
      for (int sum = limit; sum >= doubled; sum--) {
        counts[sum] += counts[sum - doubled];
      }
    }
    return Math.min(1, Math.scalb(Arrays.stream(counts).sum(), 1 - ranks.length));
  }
}
