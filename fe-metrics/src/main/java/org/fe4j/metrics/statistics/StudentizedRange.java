package org.fe4j.metrics.statistics;

import org.hipparchus.special.Erf;

/**
 * The distribution of the range of k independent standard normal numbers: the studentized range
 * with infinite degrees of freedom, as {@code scipy.stats.studentized_range(k, numpy.inf)}.
 *
 * <p>The probability of a range of at least q is {@code k ∫ φ(z) [Φ(z)^(k-1) - (Φ(z) - Φ(z -
 * q))^(k-1)] dz} over the largest number z. The integrand is smooth and vanishes at both ends,
 * where the trapezoidal rule converges faster than any power of the step.
 */
final class StudentizedRange {

  static final int MAXIMUM_GROUPS = 100;

  private static final double STEP = 1.0 / 32;

  /** Beyond this φ is below 1e-32. */
  private static final double REACH = 12;

  /** Beyond this the probability is below the smallest double, whatever the groups. */
  private static final double LARGEST = 60;

  private static final double SQRT_2 = Math.sqrt(2);

  private static final double SQRT_2_PI = Math.sqrt(2 * Math.PI);

  private final int groups;

  private StudentizedRange(int groups) {
    this.groups = groups;
  }

  /**
   * Returns the distribution for this many numbers.
   *
   * @throws IllegalArgumentException if there are fewer than 2 or more than 100
   */
  static StudentizedRange of(int groups) {
    if (groups < 2 || groups > MAXIMUM_GROUPS) {
      throw new IllegalArgumentException(
          "The studentized range is computed for 2 to %d models, but there are %d"
              .formatted(MAXIMUM_GROUPS, groups));
    }
    return new StudentizedRange(groups);
  }

  /** Returns the probability of a range of at least q, for q >= 0. */
  double survival(double q) {
    if (q > LARGEST) {
      return 0;
    }
    double sum = 0;
    int last = (int) Math.ceil((q + 2 * REACH) / STEP);
    for (int index = 0; index <= last; index++) {
      sum += integrand(-REACH + index * STEP, q);
    }
    return Math.min(1, groups * STEP * sum);
  }

  /** Returns the q that the range reaches with this probability, in (0, 1). */
  double quantile(double probability) {
    double high = 4;
    while (survival(high) > probability) {
      high *= 2;
    }
    // On a logarithmic scale, so that small probabilities are met as closely as large ones.
    double target = StrictMath.log(probability);
    return Tails.root(
        q -> StrictMath.log(Math.max(survival(q), Double.MIN_VALUE)) - target, 0, high);
  }

  private double integrand(double z, double q) {
    double below = normal(z);
    double outside = normal(z - q);
    double density = StrictMath.exp(-z * z / 2) / SQRT_2_PI;
    // a^n - (a - b)^n, without the difference of nearly equal numbers.
    int n = groups - 1;
    return -density
        * StrictMath.pow(below, n)
        * StrictMath.expm1(n * StrictMath.log1p(-outside / below));
  }

  private static double normal(double z) {
    return Erf.erfc(-z / SQRT_2) / 2;
  }
}
