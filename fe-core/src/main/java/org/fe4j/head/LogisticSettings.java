package org.fe4j.head;

import com.google.common.primitives.ImmutableDoubleArray;

/**
 * How a logistic regression is fitted.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param scaling what is done to features first
 * @param candidates the values of C to choose from, ascending; one where there is no choice
 * @param withoutValidation the C of a part without validation rows, where there is a choice
 * @param tolerance the largest entry of the gradient at the end, as a share of that at zero weights
 * @param iterations steps at most for each C
 */
record LogisticSettings(
    Scaling scaling,
    ImmutableDoubleArray candidates,
    double withoutValidation,
    double tolerance,
    int iterations) {

  static final LogisticSettings STANDARD =
      new LogisticSettings(
          Scaling.STANDARDIZE,
          ImmutableDoubleArray.of(1e-4, 1e-3, 1e-2, 1e-1, 1, 1e1, 1e2, 1e3, 1e4),
          1,
          1e-6,
          1000);

  boolean chooses() {
    return candidates.length() > 1;
  }
}
