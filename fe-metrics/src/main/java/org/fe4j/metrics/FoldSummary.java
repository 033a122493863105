package org.fe4j.metrics;

import com.google.common.primitives.ImmutableDoubleArray;

/**
 * A figure over the folds: each fold counts once, however many rows it has.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param mean the plain mean of the folds' figures; NaN where a fold lacks the figure
 * @param standardDeviation of the folds' figures, with n - 1 as the divisor; NaN for one fold. The
 *     folds share training rows, so it is not a standard error of anything
 * @param foldCount the number of folds, n
 */
public record FoldSummary(double mean, double standardDeviation, int foldCount) {

  static FoldSummary of(ImmutableDoubleArray figures) {
    int n = figures.length();
    double sum = 0;
    for (int fold = 0; fold < n; fold++) {
      sum += figures.get(fold);
    }
    double mean = sum / n;
    double squares = 0;
    for (int fold = 0; fold < n; fold++) {
      double difference = figures.get(fold) - mean;
      squares += difference * difference;
    }
    return new FoldSummary(mean, Math.sqrt(squares / (n - 1)), n);
  }
}
