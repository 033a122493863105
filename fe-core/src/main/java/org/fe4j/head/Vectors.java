package org.fe4j.head;

/**
 * Sums over arrays, in an order of their own that is the same everywhere, however many vector lanes
 * there are.
 */
final class Vectors {

  private Vectors() {}

  /** Returns the scalar product: four sums at once, since each addition waits for the last one. */
  static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Returns the sum, as {@link #dot} adds. */
  static double sum(double[] values) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < values.length; i += 4) {
      s0 += values[i];
      s1 += values[i + 1];
      s2 += values[i + 2];
      s3 += values[i + 3];
    }
    for (; i < values.length; i++) {
      s0 += values[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Adds a multiple of another array. */
  static void add(double[] target, double factor, double[] values) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * values[i];
    }
  }

  static void scale(double[] target, double factor) {
    for (int i = 0; i < target.length; i++) {
      target[i] *= factor;
    }
  }

  /** Returns the largest magnitude; not a number where a value is none. */
  static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** Adds multiples of four arrays, which the JIT turns into vector instructions on JDK 17. */
  static void addScaled(
      double[] out,
      double[] a,
      double[] b,
      double[] c,
      double[] d,
      double ofA,
      double ofB,
      double ofC,
      double ofD) {
    for (int i = 0; i < out.length; i++) {
      out[i] += ofA * a[i] + ofB * b[i] + ofC * c[i] + ofD * d[i];
    }
  }

  /** The same in float32. */
  static void addScaled(
      float[] out,
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float ofA,
      float ofB,
      float ofC,
      float ofD) {
    for (int i = 0; i < out.length; i++) {
      out[i] += ofA * a[i] + ofB * b[i] + ofC * c[i] + ofD * d[i];
    }
  }

  /**
   * Adds multiples of three arrays to each of two, in float32. Each value that is loaded serves two
   * products, so that memory bounds it less. The JIT of JDK 17 vectorises this shape if loads come
   * first and sums go from left to right: not with three arrays into three, nor with the products
   * summed before they are added.
   */
  static void addScaled(
      float[] out0,
      float[] out1,
      float[] a,
      float[] b,
      float[] c,
      float ofA0,
      float ofB0,
      float ofC0,
      float ofA1,
      float ofB1,
      float ofC1) {
    for (int i = 0; i < out0.length; i++) {
      float fromA = a[i];
      float fromB = b[i];
      float fromC = c[i];
      out0[i] = out0[i] + ofA0 * fromA + ofB0 * fromB + ofC0 * fromC;
      out1[i] = out1[i] + ofA1 * fromA + ofB1 * fromB + ofC1 * fromC;
    }
  }
}
