package org.fe4j.summary;

import com.google.common.collect.ImmutableList;
import java.util.stream.IntStream;

/**
 * How a picture varies along the circles around its middle: the coefficients of its polar harmonic
 * transform.
 *
 * <p>Of luma f at radius r (1 at the rim) and angle t, {@code c(n, k)} is the sum over the disc of
 * {@code f cos(pi n r^1.75) exp(-i k t)}. With the square of r the functions would be orthogonal;
 * with less, the rim counts less, where another scale does most. A turn by the angle p multiplies
 * {@code c(n, k)} by {@code exp(-i k p)}, and a mirror image has the conjugates. So {@code c(n, k)
 * conj(c(n + 1, k))} is the same in all turns; the signs of its real and imaginary parts are the
 * hash, with those of {@code c(n, 0)}. The hash of a mirror image has the other signs of the
 * imaginary parts.
 *
 * <p>The transform is that of Yap, Jiang and Kot, "Two-dimensional polar harmonic transforms for
 * invariant image representation", IEEE TPAMI 32 (2010).
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class Harmonics {
  private static final int RADIAL = 4;
  private static final int ANGULAR = 10;
  private static final double EXPONENT = 1.75;

  /** The bits of imaginary parts: after those of n alone, every other one. */
  private static final long IMAGINARY = 0xAAAA_AAAA_AAAA_AAAAL << (RADIAL - 1) & (-1L >>> 1);

  /** Angles that are tried: every two degrees. */
  private static final int ANGLES = 180;

  private static final double[] COSINES =
      IntStream.range(0, ANGLES).mapToDouble(i -> Math.cos(2 * Math.PI * i / ANGLES)).toArray();

  /** Real and imaginary part of each angular frequency, radial function after radial function. */
  private final float[] coefficients;

  private Harmonics(float[] coefficients) {
    this.coefficients = coefficients;
  }

  /** The functions on the pixels of a disc. Immutable and safe for use by multiple threads. */
  static final class Functions {
    /** A little less than the whole disc, since a smaller copy shows what is beyond its rim. */
    private static final double STANDARD_RADIUS = 0.92 * Disc.RADIUS;

    static final Functions STANDARD = new Functions(STANDARD_RADIUS);

    /** Those of a copy that is a little smaller or larger than the picture it was made from. */
    static final ImmutableList<Functions> OTHER_SCALES =
        ImmutableList.of(
            new Functions(0.96 * STANDARD_RADIUS), new Functions(1.04 * STANDARD_RADIUS));

    private final int[] pixels;
    private final float[][] values;

    private Functions(double radius) {
      pixels =
          IntStream.range(0, Disc.SIDE * Disc.SIDE)
              .filter(i -> Math.hypot(x(i), y(i)) <= radius)
              .toArray();
      values = new float[pixels.length][];
      for (int i = 0; i < pixels.length; i++) {
        double x = x(pixels[i]);
        double y = y(pixels[i]);
        values[i] = values(Math.pow(Math.hypot(x, y) / radius, EXPONENT), Math.atan2(y, x));
      }
    }

    private static float[] values(double distance, double angle) {
      float[] values = new float[2 * RADIAL * (ANGULAR + 1)];
      for (int n = 0; n < RADIAL; n++) {
        double wave = Math.cos(Math.PI * n * distance);
        for (int k = 0; k <= ANGULAR; k++) {
          values[real(n, k)] = (float) (wave * Math.cos(k * angle));
          values[real(n, k) + 1] = (float) (-wave * Math.sin(k * angle));
        }
      }
      return values;
    }

    private static double x(int pixel) {
      int column = pixel % Disc.SIDE;
      return column - Disc.RADIUS;
    }

    private static double y(int pixel) {
      int row = pixel / Disc.SIDE;
      return row - Disc.RADIUS;
    }

    Harmonics of(Disc disc) {
      float[] sums = new float[2 * RADIAL * (ANGULAR + 1)];
      for (int i = 0; i < pixels.length; i++) {
        float luma = disc.luma(pixels[i]);
        float[] factors = values[i];
        for (int j = 0; j < sums.length; j++) {
          sums[j] += luma * factors[j];
        }
      }
      return new Harmonics(sums);
    }
  }

  private static int real(int n, int k) {
    return 2 * (n * (ANGULAR + 1) + k);
  }

  /** Returns 63 bits that change little when the picture is turned. */
  long hash() {
    long hash = 0;
    for (int n = 1; n < RADIAL; n++) {
      hash |= bit(coefficients[real(n, 0)]) << (n - 1);
    }
    int next = RADIAL - 1;
    for (int n = 0; n + 1 < RADIAL; n++) {
      for (int k = 1; k <= ANGULAR; k++) {
        double real = coefficients[real(n, k)];
        double imaginary = coefficients[real(n, k) + 1];
        double outerReal = coefficients[real(n + 1, k)];
        double outerImaginary = coefficients[real(n + 1, k) + 1];
        hash |= bit(real * outerReal + imaginary * outerImaginary) << next;
        hash |= bit(imaginary * outerReal - real * outerImaginary) << (next + 1);
        next += 2;
      }
    }
    return hash;
  }

  private static long bit(double value) {
    return value > 0 ? 1 : 0;
  }

  /** Returns the hash of the mirror image. */
  static long mirrored(long hash) {
    return hash ^ IMAGINARY;
  }

  /**
   * By how far a picture is turned.
   *
   * @param angle in radians, from the right downwards
   * @param agreement of the harmonics once it is turned: 1 where all agree, about 0 for chance
   */
  record Turn(double angle, double agreement) {}

  /** Returns the turn after which this picture, mirrored before where asked for, is the other. */
  Turn turnTo(Harmonics other, boolean mirrored) {
    double[] sums = new double[ANGLES];
    double most = 0;
    for (int k = 1; k <= ANGULAR; k++) {
      double real = 0;
      double imaginary = 0;
      for (int n = 0; n < RADIAL; n++) {
        double a = coefficients[real(n, k)];
        double b = mirrored ? -coefficients[real(n, k) + 1] : coefficients[real(n, k) + 1];
        double c = other.coefficients[real(n, k)];
        double d = other.coefficients[real(n, k) + 1];
        // The square root: low frequencies are strong and say little about the angle.
        double weight = 1 / Math.sqrt(Math.hypot(a, b) * Math.hypot(c, d) + 1e-9);
        real += weight * (a * c + b * d);
        imaginary += weight * (b * c - a * d);
        most += weight * Math.hypot(a, b) * Math.hypot(c, d);
      }
      for (int i = 0; i < ANGLES; i++) {
        int phase = k * i % ANGLES;
        sums[i] += real * COSINES[phase] + imaginary * COSINES[(phase + ANGLES * 3 / 4) % ANGLES];
      }
    }
    int best = IntStream.range(0, ANGLES).reduce(0, (i, j) -> sums[j] > sums[i] ? j : i);
    return new Turn(2 * Math.PI * best / ANGLES, sums[best] / (most + 1e-9));
  }
}
