package org.fe4j.head;

/**
 * The exponential function of many numbers of 0 or less at once, of plain products and sums, so
 * that the JIT makes vector instructions of it and every machine gives the same bits: {@code e^x =
 * (e^(x/256))^256}, the inner one by its series up to the twelfth power, the outer one by squaring
 * eight times. The relative error is below 1e-13, where a float has 6e-8.
 *
 * <p>Below {@value #SMALLEST} it stays at the value there, 6e-39, which is nothing beside the 1
 * that the largest logit of a row gives.
 */
final class Exponential {

  private static final double SMALLEST = -88;

  private Exponential() {}

  /** Replaces numbers, each 0 or less or not a number. */
  static void replace(double[] values) {
    series(values);
    raise(values);
    raise(values);
  }

  private static void series(double[] values) {
    for (int i = 0; i < values.length; i++) {
      double y = Math.max(values[i], SMALLEST) * (1.0 / 256);
      double high = y * (1.0 / 479001600) + 1.0 / 39916800;
      high = high * y + 1.0 / 3628800;
      high = high * y + 1.0 / 362880;
      high = high * y + 1.0 / 40320;
      high = high * y + 1.0 / 5040;
      high = high * y + 1.0 / 720;
      high = high * y + 1.0 / 120;
      high = high * y + 1.0 / 24;
      high = high * y + 1.0 / 6;
      high = high * y + 0.5;
      high = high * y + 1;
      values[i] = high * y + 1;
    }
  }

  /** Raises to the sixteenth power. */
  private static void raise(double[] values) {
    for (int i = 0; i < values.length; i++) {
      double second = values[i] * values[i];
      double fourth = second * second;
      double eighth = fourth * fourth;
      values[i] = eighth * eighth;
    }
  }

  /** Returns the same of one number, to the bit. */
  static double of(double value) {
    double[] one = {value};
    replace(one);
    return one[0];
  }
}
