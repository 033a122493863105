package org.fe4j.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Figures as text, rounded as C and Python do, which {@link String#format} does not. */
public final class Decimals {
  private Decimals() {}

  /**
   * Returns the value with this many digits after the point, or {@code n/a} for NaN. The exact
   * binary value is rounded, ties to even: 0.78125 becomes 0.7812, where {@code %.4f} says 0.7813.
   */
  public static String fixed(double value, int digits) {
    if (Double.isNaN(value)) {
      return "n/a";
    }
    return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }
}
