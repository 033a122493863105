package org.fe4j.metrics.statistics;

import com.google.common.primitives.ImmutableDoubleArray;
import com.google.errorprone.annotations.Immutable;

/**
 * Friedman's test of whether models differ at all over several data sets, on their ranks, with the
 * F statistic of Iman and Davenport, which is less conservative.
 *
 * <p>With N data sets, k models and rank sums R_j the statistic is {@code (12 / (N k (k + 1)) Σ
 * R_j² - 3 N (k + 1)) / (1 - Σ (t³ - t) / (N k (k² - 1)))}, where t are the sizes of the groups of
 * equal scores within a data set: as {@code scipy.stats.friedmanchisquare} computes it. The p-value
 * is that of χ² with k - 1 degrees of freedom. F is {@code (N - 1) χ² / (N (k - 1) - χ²)} with k -
 * 1 and (k - 1)(N - 1) degrees of freedom. See Demšar, "Statistical comparisons of classifiers over
 * multiple data sets" (JMLR 2006), and Iman and Davenport, "Approximations of the critical region
 * of the Friedman statistic" (1980).
 *
 * <p>Where all models have equal scores on every data set, both statistics are 0 and both p-values
 * 1 (SciPy gives NaN). Where all data sets order the models alike, F is infinite and its p-value 0.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param dataSets the number N of data sets
 * @param meanRanks the mean rank of each model, 1 is the best
 * @param chiSquare Friedman's statistic, corrected for ties, at least 0
 * @param pValue the p-value of {@code chiSquare}
 * @param f the statistic of Iman and Davenport, at least 0
 * @param numeratorDegrees k - 1
 * @param denominatorDegrees (k - 1)(N - 1)
 * @param fPValue the p-value of {@code f}
 */
@Immutable
public record Friedman(
    int dataSets,
    ImmutableDoubleArray meanRanks,
    double chiSquare,
    double pValue,
    double f,
    int numeratorDegrees,
    int denominatorDegrees,
    double fPValue) {

  /**
   * Returns the test.
   *
   * @param scores data sets × models, higher is better
   * @throws IllegalArgumentException if there are fewer than 2 data sets or 3 models, if the rows
   *     differ in length, or if a score is not finite
   */
  public static Friedman of(double[][] scores) {
    int models = Checks.table("Scores", scores);
    int dataSets = scores.length;
    if (dataSets < 2) {
      throw new IllegalArgumentException(
          "Friedman's test needs at least 2 data sets, but there is %s; compare the models within"
                  .formatted(dataSets == 0 ? "none" : "one")
              + " one data set by a paired bootstrap instead");
    }
    if (models < 3) {
      throw new IllegalArgumentException(
          "Friedman's test needs at least 3 models, but there are %d; compare two models by Wilcoxon's"
                  .formatted(models)
              + " signed-rank test instead");
    }
    ImmutableDoubleArray meanRanks = Ranks.means(scores);
    double chiSquare = chiSquare(scores, meanRanks);
    double remainder = dataSets * (models - 1.0) - chiSquare;
    // Rounding may leave a little where all data sets agree.
    boolean agree = remainder <= 1e-12 * dataSets * models;
    double f = agree ? Double.POSITIVE_INFINITY : (dataSets - 1) * chiSquare / remainder;
    int numeratorDegrees = models - 1;
    int denominatorDegrees = Math.multiplyExact(models - 1, dataSets - 1);
    return new Friedman(
        dataSets,
        meanRanks,
        chiSquare,
        Tails.chiSquare(chiSquare, numeratorDegrees),
        f,
        numeratorDegrees,
        denominatorDegrees,
        Tails.f(f, numeratorDegrees, denominatorDegrees));
  }

  /** Returns the number k of models. */
  public int models() {
    return meanRanks.length();
  }

  private static double chiSquare(double[][] scores, ImmutableDoubleArray meanRanks) {
    double dataSets = scores.length;
    double models = meanRanks.length();
    double ties = 0;
    for (double[] row : scores) {
      ties += Ranks.tieSum(row);
    }
    double correction = 1 - ties / (dataSets * models * (models * models - 1));
    if (correction <= 0) {
      return 0;
    }
    // The sum of squared deviations is the textbook's difference of two large numbers.
    double deviations = 0;
    for (int model = 0; model < meanRanks.length(); model++) {
      double deviation = meanRanks.get(model) - (models + 1) / 2;
      deviations += deviation * deviation;
    }
    return 12 * dataSets / (models * (models + 1)) * deviations / correction;
  }
}
