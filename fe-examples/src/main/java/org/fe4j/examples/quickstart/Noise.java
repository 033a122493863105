package org.fe4j.examples.quickstart;

/**
 * Gradient noise on the plane, after Perlin ("Improving noise", 2002), with its own table of
 * gradients. Smooth, zero on the integer lattice, values in about [-1, 1].
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class Noise {
  private static final int SIZE = 256;
  private static final int MASK = SIZE - 1;

  private final int[] permutation = new int[2 * SIZE];
  private final double[] gradientX = new double[SIZE];
  private final double[] gradientY = new double[SIZE];

  Noise(Draw draw) {
    for (int i = 0; i < SIZE; i++) {
      permutation[i] = i;
      double angle = 2 * StrictMath.PI * i / SIZE;
      gradientX[i] = StrictMath.cos(angle);
      gradientY[i] = StrictMath.sin(angle);
    }
    for (int i = SIZE - 1; i > 0; i--) {
      int other = draw.below(i + 1);
      int kept = permutation[i];
      permutation[i] = permutation[other];
      permutation[other] = kept;
    }
    System.arraycopy(permutation, 0, permutation, SIZE, SIZE);
  }

  /** Returns the noise at a place. */
  double at(double x, double y) {
    double floorX = Math.floor(x);
    double floorY = Math.floor(y);
    int column = (int) floorX & MASK;
    int row = (int) floorY & MASK;
    double dx = x - floorX;
    double dy = y - floorY;
    int left = permutation[column] + row;
    int right = permutation[column + 1] + row;
    double u = fade(dx);
    double top = mix(corner(left, dx, dy), corner(right, dx - 1, dy), u);
    double bottom = mix(corner(left + 1, dx, dy - 1), corner(right + 1, dx - 1, dy - 1), u);
    return 1.4 * mix(top, bottom, fade(dy));
  }

  /** Returns a sum of octaves, each of twice the frequency and half the height of the last. */
  double fractal(double x, double y, int octaves) {
    double sum = 0;
    double height = 1;
    for (int octave = 0; octave < octaves; octave++) {
      sum += height * at(x, y);
      height *= 0.5;
      x = 2 * x + 17.3;
      y = 2 * y - 9.1;
    }
    return sum;
  }

  private double corner(int index, double dx, double dy) {
    int gradient = permutation[index];
    return gradientX[gradient] * dx + gradientY[gradient] * dy;
  }

  private static double fade(double t) {
    return t * t * t * (t * (t * 6 - 15) + 10);
  }

  private static double mix(double a, double b, double t) {
    return a + (b - a) * t;
  }
}
