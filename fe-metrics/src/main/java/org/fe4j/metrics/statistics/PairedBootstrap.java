package org.fe4j.metrics.statistics;

import com.google.errorprone.annotations.Immutable;
import java.util.stream.IntStream;

/**
 * Whether two models differ on the same rows, such as by their losses on the test rows of one data
 * set.
 *
 * <p>The p-value is that of the shift method: the differences d* of the resamples scatter about the
 * difference d of the sample as they would about 0 if the models did not differ, so it is the share
 * of resamples with |d* - d| >= |d|, the sample itself counted as one: {@code (1 + number) /
 * (resamples + 1)}. It is at least 2^(1 - units), the smallest that a test by the units' signs
 * reaches: resamples of few units that are alike do not scatter, and would make chance look
 * certain. The interval of the difference is the percentile interval.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param difference the mean over the rows of a - b
 * @param pValue two-sided, in [1 / (resamples + 1), 1]; 1 where the difference is 0
 * @param interval the interval of the difference
 * @param units the number of units that were drawn from
 */
@Immutable
public record PairedBootstrap(double difference, double pValue, Interval interval, int units) {

  /** Rounding of means; a resample that is as extreme as the sample counts as such. */
  private static final double TOLERANCE = 1e-12;

  /**
   * Returns the test where each row is a unit by itself.
   *
   * @param a the figure of one model on each row, such as 1 where it is wrong and 0 where right
   * @param b the figure of the other model on the same rows
   * @param bootstrap draws the resamples
   * @param level of the interval, in (0, 1), such as 0.95
   * @throws IllegalArgumentException if there is no row, if the arrays differ in length, if a
   *     number is not finite, or if the level is not in (0, 1)
   */
  public static PairedBootstrap test(double[] a, double[] b, Bootstrap bootstrap, double level) {
    return test(a, b, IntStream.range(0, a.length).toArray(), bootstrap, level);
  }

  /**
   * Returns the test where rows of a unit are drawn together.
   *
   * @param a the figure of one model on each row, such as 1 where it is wrong and 0 where right
   * @param b the figure of the other model on the same rows
   * @param unitOfRow the unit of each row, in [0, units); each unit has a row
   * @param bootstrap draws the resamples
   * @param level of the interval, in (0, 1), such as 0.95
   * @throws IllegalArgumentException if there is no row, if the arrays differ in length, if a
   *     number is not finite, if a unit has no row, or if the level is not in (0, 1)
   */
  public static PairedBootstrap test(
      double[] a, double[] b, int[] unitOfRow, Bootstrap bootstrap, double level) {
    Checks.sameLength(a, b);
    Checks.finite("Figures", a);
    Checks.finite("Figures", b);
    Checks.level(level);
    double[] differences = new double[a.length];
    for (int row = 0; row < a.length; row++) {
      differences[row] = a[row] - b[row];
    }
    UnitSums sums = UnitSums.of(differences, unitOfRow);
    double difference = sums.mean();
    double[] values = bootstrap.values(sums.units(), sums::mean);
    return of(difference, values, sums.units(), level);
  }

  /**
   * Returns the test of a difference that was computed for resamples elsewhere, such as that of a
   * figure that is no mean over rows.
   *
   * @param difference of the sample
   * @param resampled the difference of each resample; at least one
   * @param units the number of units that were drawn from, at least 1
   * @param level of the interval, in (0, 1), such as 0.95
   * @throws IllegalArgumentException if there is no resample or unit, if a number is not finite, or
   *     if the level is not in (0, 1)
   */
  public static PairedBootstrap of(double difference, double[] resampled, int units, double level) {
    Checks.finite("Differences", new double[] {difference});
    Checks.finite("Differences", resampled);
    Checks.level(level);
    if (resampled.length == 0 || units < 1) {
      throw new IllegalArgumentException(
          "A test needs a resample and a unit, but there are %d resamples of %d units"
              .formatted(resampled.length, units));
    }
    double least = Math.abs(difference) * (1 - TOLERANCE);
    int extreme = 0;
    for (double value : resampled) {
      extreme += Math.abs(value - difference) >= least ? 1 : 0;
    }
    return new PairedBootstrap(
        difference,
        Math.max((1.0 + extreme) / (resampled.length + 1), Wilcoxon.smallestPValue(units)),
        Bootstrap.percentiles(resampled, level),
        units);
  }
}
