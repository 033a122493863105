package org.fe4j.image;

/**
 * One axis of a resize: for each surviving output position the input positions that it reads and
 * their weights, as Pillow computes them.
 *
 * <p>Weights are integers in units of 2^-22 ({@code 32 - 8 - 2} bits, so that 8-bit samples times
 * weights, sums beyond 1 included, stay within 32 bits). The filter is widened by the scale when
 * shrinking, which is what antialiases. Weights of zero at either end of a window are left out.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class ResampledAxis {
  /** Fraction bits of a weight. */
  static final int PRECISION_BITS = 32 - 8 - 2;

  /** Half a level, added before the fraction is cut off. */
  static final int HALF = 1 << (PRECISION_BITS - 1);

  /** First input position of each output position. */
  final int[] begins;

  /** Number of input positions of each output position, at least 1. */
  final int[] counts;

  /** The weights: those of output position {@code i} start at {@code i * stride}. */
  final int[] weights;

  final int stride;

  /** Whether a sum of weighted 8-bit samples can leave 0 to 255. */
  final boolean clips;

  private ResampledAxis(int[] begins, int[] counts, int[] weights, int stride, boolean clips) {
    this.begins = begins;
    this.counts = counts;
    this.weights = weights;
    this.stride = stride;
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
    int stride = (int) Math.min((long) Math.ceil(support) * 2 + 1, inputSize);
    int[] begins = new int[length];
    int[] counts = new int[length];
    int[] weights = new int[Math.multiplyExact(length, stride)];
    double[] window = new double[stride];
    boolean clips = false;
    for (int i = 0; i < length; i++) {
      double centre = (first + i + 0.5) * scale;
      int begin = Math.max((int) (centre - support + 0.5), 0);
      int end = Math.min((int) (centre + support + 0.5), inputSize);
      fill(window, begin, end, centre, 1 / filterScale, interpolation);
      int from = 0;
      int to = end - begin;
      while (from < to - 1 && fixed(window[from]) == 0) {
        from++;
      }
      while (to > from + 1 && fixed(window[to - 1]) == 0) {
        to--;
      }
      begins[i] = begin + from;
      counts[i] = to - from;
      long sum = 0;
      for (int j = from; j < to; j++) {
        int weight = fixed(window[j]);
        weights[i * stride + j - from] = weight;
        sum += weight;
        clips |= weight < 0;
      }
      clips |= 255 * sum + HALF >= 256L << PRECISION_BITS;
    }
    return new ResampledAxis(begins, counts, weights, stride, clips);
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
