package org.fe4j.zoo.graph;

/** The normal distribution function to float64's precision, for the reference of GELU. */
final class ErrorFunction {
  private ErrorFunction() {}

  /** Returns {@code Phi(x)}, the probability of a standard normal value under {@code x}. */
  static double normalDistribution(double x) {
    double tail = Math.abs(x) < 3 ? 0.5 - series(Math.abs(x)) : upperTail(Math.abs(x));
    return x < 0 ? tail : 1 - tail;
  }

  /** Phi(x) - 1/2 as the all-positive series of Marsaglia (2004), Σ x^(2k+1) / (2k+1)!!. */
  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int odd = 3; term > sum * 1e-18; odd += 2) {
      term *= x * x / odd;
      sum += term;
    }
    return sum * density(x);
  }

  /** 1 - Phi(x) as the continued fraction density(x) / (x + 1/(x + 2/(x + …))), from the end. */
  private static double upperTail(double x) {
    double fraction = x;
    for (int k = 200; k >= 1; k--) {
      fraction = x + k / fraction;
    }
    return density(x) / fraction;
  }

  private static double density(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
