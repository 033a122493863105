package org.fe4j.metrics.statistics;

import com.google.errorprone.annotations.Immutable;

/**
 * Student's t-test over the folds of a cross-validation, with the variance of the mean corrected
 * for train parts that overlap: {@code (1 / n + testSize / trainSize) s²} instead of {@code s² /
 * n}, with the sample variance s² (divisor n - 1) and n - 1 degrees of freedom (Nadeau and Bengio,
 * "Inference for the generalization error", Machine Learning 52, 2003). Without the correction
 * folds find differences that are not there.
 *
 * <p>Where all n differences are equal, t is 0 and the p-value 1 if they are 0; else t is infinite
 * and the p-value 0.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param meanDifference the mean of the differences
 * @param t the statistic, of the sign of the mean
 * @param degreesOfFreedom n - 1
 * @param pValue two-sided, in [0, 1]
 */
@Immutable
public record CorrectedResampledT(
    double meanDifference, double t, int degreesOfFreedom, double pValue) {

  /**
   * Returns the test of whether the mean of the differences is 0.
   *
   * @param differences the difference of the scores of two models on each of at least 2 folds
   * @param trainSize rows in a train part (the mean, where they differ)
   * @param testSize rows in a test part
   * @throws IllegalArgumentException if there are fewer folds, if a difference is not finite, or if
   *     a size is not above 0
   */
  public static CorrectedResampledT test(double[] differences, int trainSize, int testSize) {
    double error = standardError(differences, trainSize, testSize);
    double mean = mean(differences);
    int degrees = differences.length - 1;
    double t = mean == 0 ? 0 : mean / error;
    double pValue = Double.isInfinite(t) ? 0 : Tails.twoSidedT(t, degrees);
    return new CorrectedResampledT(mean, t, degrees, pValue);
  }

  /**
   * Returns the interval of the mean score over folds: mean ± t √(1 / n + testSize / trainSize) s.
   * It is not cut to the range of the score.
   *
   * @param scores the score on each of at least 2 folds
   * @param trainSize rows in a train part (the mean, where they differ)
   * @param testSize rows in a test part
   * @param level in (0, 1), such as 0.95
   * @throws IllegalArgumentException if there are fewer folds, if a score is not finite, if a size
   *     is not above 0, or if the level is not in (0, 1)
   */
  public static Interval interval(double[] scores, int trainSize, int testSize, double level) {
    Checks.level(level);
    double error = standardError(scores, trainSize, testSize);
    double reach = error * Tails.quantileOfTwoSidedT(1 - level, scores.length - 1);
    double mean = mean(scores);
    return new Interval(mean - reach, mean + reach, level);
  }

  private static double standardError(double[] values, int trainSize, int testSize) {
    Checks.finite("Values of folds", values);
    if (values.length < 2) {
      throw new IllegalArgumentException(
          "A variance over folds needs at least 2 folds, but there %s"
              .formatted(values.length == 0 ? "is none" : "is one"));
    }
    if (trainSize < 1 || testSize < 1) {
      throw new IllegalArgumentException(
          "Train and test parts have at least 1 row, but these have %d and %d"
              .formatted(trainSize, testSize));
    }
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double variance = squares / (values.length - 1);
    return Math.sqrt((1.0 / values.length + (double) testSize / trainSize) * variance);
  }

  /** Returns the mean; of equal numbers exactly this number, so that their variance is 0. */
  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value - values[0];
    }
    return values[0] + sum / values.length;
  }
}
