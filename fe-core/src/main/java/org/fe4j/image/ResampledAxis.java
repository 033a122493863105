package org.fe4j.image;

import java.util.Arrays;

/**
 * One axis of a resize: for each surviving output position the input positions that it reads and
 * their weights, as Pillow computes them.
 *
 * <p>Weights are integers in units of 2^-22 ({@code 32 - 8 - 2} bits, so that 8-bit samples times
 * weights, sums beyond 1 included, stay within 32 bits). The filter is widened by the scale when
 * shrinking, which is what antialiases. All windows of an axis have the same size; weights of zero
 * at the end of all of them are left out.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class ResampledAxis {
  /** Fraction bits of a weight. */
  static final int PRECISION_BITS = 32 - 8 - 2;

  /** Half a level, added before the fraction is cut off. */
  static final int HALF = 1 << (PRECISION_BITS - 1);

  /** First input position of each output position; never falls from one to the next. */
  final int[] begins;

  /** Number of input positions of every output position, at least 1. */
  final int taps;

  /** The weights: those of output position {@code i} start at {@code i * taps}. */
  final int[] weights;

  /** Whether a sum of weighted 8-bit samples can leave 0 to 255. */
  final boolean clips;

  private ResampledAxis(int[] begins, int taps, int[] weights, boolean clips) {
    this.begins = begins;
    this.taps = taps;
    this.weights = weights;
    this.clips = clips;
  }

  /**
   * Returns the axis for resizing {@code inputSize} to {@code outputSize} positions, of which those
   * from {@code first} on survive.
   */
  static ResampledAxis of(
      int inputSize, long outputSize, long first, int length, Interpolation interpolation) {
    double scale = (double) inputSize / outputSize;
    double filterScale = Math.max(scale, 1);
    double support = supportOf(interpolation) * filterScale;
    int[] begins = new int[length];
    int[] counts = new int[length];
    int widest = (int) Math.min(2 * (long) Math.ceil(support) + 1, inputSize);
    int[] sparse = new int[Math.multiplyExact(length, widest)];
    double[] window = new double[widest];
    for (int i = 0; i < length; i++) {
      double centre = (first + i + 0.5) * scale;
      int begin = Math.max((int) (centre - support + 0.5), 0);
      int end = Math.min((int) (centre + support + 0.5), inputSize);
      fill(window, begin, end, centre, 1 / filterScale, interpolation);
      int count = end - begin;
      // Zeros at the beginning stay: without them the windows would not run in order.
      while (count > 1 && fixed(window[count - 1]) == 0) {
        count--;
      }
      begins[i] = begin;
      counts[i] = count;
      for (int j = 0; j < count; j++) {
        sparse[i * widest + j] = fixed(window[j]);
      }
    }
    return aligned(inputSize, begins, counts, sparse, widest);
  }

  /** Gives all windows the size of the largest, with weights of zero, so that loops unroll. */
  private static ResampledAxis aligned(
      int inputSize, int[] begins, int[] counts, int[] sparse, int stride) {
    int taps = Arrays.stream(counts).max().orElse(1);
    int[] weights = new int[begins.length * taps];
    boolean clips = false;
    for (int i = 0; i < begins.length; i++) {
      int begin = Math.min(begins[i], inputSize - taps);
      int shift = begins[i] - begin;
      long sum = 0;
      for (int j = 0; j < counts[i]; j++) {
        int weight = sparse[i * stride + j];
        weights[i * taps + shift + j] = weight;
        sum += weight;
        clips |= weight < 0;
      }
      begins[i] = begin;
      clips |= 255 * sum + HALF >= 256L << PRECISION_BITS;
    }
    return new ResampledAxis(begins, taps, weights, clips);
  }

  /** Fills the window with weights that sum to one. */
  private static void fill(
      double[] window,
      int begin,
      int end,
      double centre,
      double inverseScale,
      Interpolation interpolation) {
    double sum = 0;
    for (int j = begin; j < end; j++) {
      double w = filter(interpolation, (j - centre + 0.5) * inverseScale);
      window[j - begin] = w;
      sum += w;
    }
    for (int j = begin; j < end; j++) {
      if (sum != 0) {
        window[j - begin] /= sum;
      }
    }
  }

  private static int fixed(double weight) {
    double scaled = weight * (1 << PRECISION_BITS);
    return (int) (weight < 0 ? scaled - 0.5 : scaled + 0.5);
  }

  private static double supportOf(Interpolation interpolation) {
    return interpolation == Interpolation.BILINEAR ? 1 : 2;
  }

  private static double filter(Interpolation interpolation, double position) {
    double x = Math.abs(position);
    if (interpolation == Interpolation.BILINEAR) {
      return x < 1 ? 1 - x : 0;
    }
    // Keys' cubic with a = -0.5, factored as Pillow does: another order rounds differently.
    if (x < 1) {
      return ((-0.5 + 2) * x - (-0.5 + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
  }
}
