package org.fe4j.metrics.statistics;

import com.google.errorprone.annotations.Immutable;

/**
 * A confidence interval, ends included.
 *
 * @param low the lower end, in the unit of what was estimated
 * @param high the upper end, not below the lower
 * @param level the share of such intervals that hold the true value, in (0, 1), such as 0.95
 */
@Immutable
public record Interval(double low, double high, double level) {}
