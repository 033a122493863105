package org.fe4j.metrics.statistics;

import com.google.errorprone.annotations.Immutable;

/**
 * A confidence interval, ends included.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param low the lower end, in the unit of what was estimated
 * @param high the upper end, not below the lower
 * @param level the share of such intervals that hold the true value, in (0, 1), such as 0.95
 */
@Immutable
public record Interval(double low, double high, double level) {

  /**
   * Refuses what is no interval.
   *
   * @throws IllegalArgumentException if an end is NaN, if they are the wrong way round, or if the
   *     level is not in (0, 1)
   */
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("No interval from %s to %s".formatted(low, high));
    }
    Checks.level(level);
  }

  /** Returns whether the value lies in the interval or is one of its ends. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** Returns the distance of the ends. */
  public double width() {
    return high - low;
  }
}
