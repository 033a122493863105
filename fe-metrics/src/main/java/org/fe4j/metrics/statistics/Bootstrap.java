package org.fe4j.metrics.statistics;

import com.google.common.primitives.ImmutableDoubleArray;
import com.google.errorprone.annotations.Immutable;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Draws resamples of units with replacement (Efron and Tibshirani, "An introduction to the
 * bootstrap", 1993). A unit is what is drawn as a whole: a row, or all rows that belong together,
 * such as an image that was tested in several folds or the images of one patient; rows of a unit
 * drawn apart would make intervals too narrow.
 *
 * <p>A resample is given as the number of times that each unit was drawn; these sum to the number
 * of units. Resample r depends on the seed, on r and on the number of units alone: equal seeds give
 * equal resamples on every machine, and resamples of two statistics belong together.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
@Immutable
public final class Bootstrap {

  private static final int DEFAULT_RESAMPLES = 2000;

  private final long seed;
  private final int resamples;

  private Bootstrap(long seed, int resamples) {
    this.seed = seed;
    this.resamples = resamples;
  }

  /** Returns the bootstrap with this seed and 2,000 resamples. */
  public static Bootstrap seeded(long seed) {
    return new Bootstrap(seed, DEFAULT_RESAMPLES);
  }

  /**
   * Returns a copy with this number of resamples.
   *
   * @param count at least 100; 95 % intervals need about 2,000
   * @throws IllegalArgumentException if it is smaller
   */
  public Bootstrap resamples(int count) {
    if (count < 100) {
      throw new IllegalArgumentException(
          "A bootstrap needs at least 100 resamples, but asked for are " + count);
    }
    return new Bootstrap(seed, count);
  }

  /** Returns the number of resamples. */
  public int resamples() {
    return resamples;
  }

  /** Returns the seed. */
  public long seed() {
    return seed;
  }

  /** Returns the smallest p-value that a test by these resamples can have, 1 / (resamples + 1). */
  public double smallestPValue() {
    return 1.0 / (resamples + 1);
  }

  /**
   * Calls the visitor with each resample in turn.
   *
   * @param units the number of units, at least 1
   * @param visitor receives the number of times that each unit was drawn; the array is reused for
   *     the next resample
   * @throws IllegalArgumentException if there is no unit
   */
  public void forEachResample(int units, Consumer<int[]> visitor) {
    checkUnits(units);
    int[] multiplicities = new int[units];
    for (int resample = 0; resample < resamples; resample++) {
      Arrays.fill(multiplicities, 0);
      SplitMix64 random = SplitMix64.seeded(seed, resample);
      for (int draw = 0; draw < units; draw++) {
        multiplicities[random.below(units)]++;
      }
      visitor.accept(multiplicities);
    }
  }

  /**
   * Returns the statistic of each resample, NaN where the statistic returned it.
   *
   * @param units the number of units, at least 1
   * @param statistic computes the figure from the number of times that each unit was drawn; the
   *     array is reused for the next resample
   * @throws IllegalArgumentException if there is no unit
   */
  public ImmutableDoubleArray distribution(int units, ToDoubleFunction<int[]> statistic) {
    return ImmutableDoubleArray.copyOf(values(units, statistic));
  }

  /**
   * Returns the percentile interval of a statistic: between the quantiles (1 - level) / 2 and (1 +
   * level) / 2 of its values over the resamples, interpolated as {@code numpy.percentile} does.
   * Resamples for which the statistic does not exist (NaN) are left out.
   *
   * @param units the number of units, at least 1
   * @param statistic computes the figure from the number of times that each unit was drawn; the
   *     array is reused for the next resample
   * @param level in (0, 1), such as 0.95
   * @throws IllegalArgumentException if there is no unit, if the level is not in (0, 1), or if the
   *     statistic does not exist for more than half of the resamples
   */
  public Interval interval(int units, ToDoubleFunction<int[]> statistic, double level) {
    Checks.level(level);
    return percentiles(values(units, statistic), level);
  }

  /**
   * Returns the percentile interval of the mean of rows that belong to units: the sum over the rows
   * drawn, divided by their number.
   *
   * @param values a finite number for each row
   * @param unitOfRow the unit of each row, in [0, units); each unit has a row
   * @param level in (0, 1), such as 0.95
   * @throws IllegalArgumentException if there is no row, if the arrays differ in length, if a value
   *     is not finite, if a unit has no row, or if the level is not in (0, 1)
   */
  public Interval meanInterval(double[] values, int[] unitOfRow, double level) {
    Checks.finite("Values", values);
    UnitSums sums = UnitSums.of(values, unitOfRow);
    return interval(sums.units(), sums::mean, level);
  }

  /**
   * Returns the interval between two percentiles of the values of resamples, in any order, as
   * {@link #interval} does: for several statistics that are computed from the same resamples.
   *
   * @param values the statistic of each resample; NaN where it does not exist
   * @param level in (0, 1), such as 0.95
   * @throws IllegalArgumentException if the level is not in (0, 1), or if more than half of the
   *     values are NaN
   */
  public static Interval percentiles(double[] values, double level) {
    Checks.level(level);
    double[] sorted =
        Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
    if (sorted.length < (values.length + 1) / 2) {
      throw new IllegalArgumentException(
          "The statistic exists for %d of %d resamples only; an interval needs half of them"
              .formatted(sorted.length, values.length));
    }
    return new Interval(
        quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2), level);
  }

  double[] values(int units, ToDoubleFunction<int[]> statistic) {
    double[] values = new double[resamples];
    int[] next = {0};
    forEachResample(
        units, multiplicities -> values[next[0]++] = statistic.applyAsDouble(multiplicities));
    return values;
  }

  @Override
  public String toString() {
    return "Bootstrap with %d resamples and seed %d".formatted(resamples, seed);
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    double weight = place - below;
    // Equal neighbours give exactly their value, and infinite ones no NaN.
    return sorted[below] == sorted[above]
        ? sorted[below]
        : sorted[below] * (1 - weight) + sorted[above] * weight;
  }

  private static void checkUnits(int units) {
    if (units < 1) {
      throw new IllegalArgumentException(
          "A bootstrap needs at least 1 unit to draw, but there are " + units);
    }
  }
}
