package org.fe4j.metrics.statistics;

import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.solvers.BrentSolver;
import org.hipparchus.special.Beta;
import org.hipparchus.special.Erf;
import org.hipparchus.special.Gamma;

/**
 * Tail probabilities of the usual distributions. Each is computed as such and not as 1 minus the
 * other tail, so that small ones keep their digits.
 */
final class Tails {

  private static final int MAXIMUM_EVALUATIONS = 500;

  private Tails() {}

  /** Returns the probability that χ² is at least x. */
  static double chiSquare(double x, int degrees) {
    return Gamma.regularizedGammaQ(degrees / 2.0, x / 2);
  }

  /** Returns the probability that F is at least f. */
  static double f(double f, int numeratorDegrees, int denominatorDegrees) {
    double x =
        Double.isInfinite(f) ? 0 : denominatorDegrees / (denominatorDegrees + numeratorDegrees * f);
    return Beta.regularizedBeta(x, denominatorDegrees / 2.0, numeratorDegrees / 2.0);
  }

  /** Returns the probability that Student's t is at least |t| away from 0. */
  static double twoSidedT(double t, int degrees) {
    return f(t * t, 1, degrees);
  }

  /** Returns the probability that a standard normal number is at least |z| away from 0. */
  static double twoSidedNormal(double z) {
    return Erf.erfc(Math.abs(z) / Math.sqrt(2));
  }

  /** Returns the t >= 0 that Student's t is further away from 0 than with this probability. */
  static double quantileOfTwoSidedT(double probability, int degrees) {
    double high = 1;
    while (twoSidedT(high, degrees) > probability) {
      high *= 2;
    }
    return root(t -> twoSidedT(t, degrees) - probability, 0, high);
  }

  /** Returns where the function, of different signs at the ends, is 0. */
  static double root(UnivariateFunction function, double low, double high) {
    return new BrentSolver(1e-15, 1e-15, 1e-15).solve(MAXIMUM_EVALUATIONS, function, low, high);
  }
}
