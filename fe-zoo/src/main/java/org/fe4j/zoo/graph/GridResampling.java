package org.fe4j.zoo.graph;

/**
 * How a grid of learned positions becomes a grid of another side: bicubic, along each axis by
 * itself, in the variants of the reference implementations.
 */
public enum GridResampling {
  /**
   * Corners stay corners: {@code i} lies at {@code i (from - 1) / (to - 1)}. As torchvision's
   * {@code interpolate_embeddings}.
   */
  CORNERS_ALIGNED(-0.75) {
    @Override
    double[] fill(double[] weights, int to, int index) {
      double ratio = to > 1 ? (weights.length - 1.0) / (to - 1) : 0;
      return fourTaps(weights, index * ratio);
    }
  },
  /**
   * Pixels are areas, and {@code to + 0.1} of them lie on the grid. As Meta's DINOv2 without
   * registers ({@code interpolate_offset=0.1}).
   */
  OFFSET(-0.75) {
    @Override
    double[] fill(double[] weights, int to, int index) {
      double ratio = weights.length / (to + 0.1);
      return fourTaps(weights, (index + 0.5) * ratio - 0.5);
    }
  },
  /**
   * Pixels are areas, and the filter widens where the grid shrinks, as Pillow's. As timm's {@code
   * resample_abs_pos_embed}, and Meta's DINOv2 with registers.
   */
  ANTIALIASED(-0.5) {
    @Override
    double[] fill(double[] weights, int to, int index) {
      double ratio = (double) weights.length / to;
      double width = Math.max(ratio, 1);
      double center = (index + 0.5) * ratio;
      int begin = Math.max((int) (center - 2 * width + 0.5), 0);
      int end = Math.min((int) (center + 2 * width + 0.5), weights.length);
      double sum = 0;
      for (int i = begin; i < end; i++) {
        weights[i] = cubic((i + 0.5 - center) / width);
        sum += weights[i];
      }
      for (int i = begin; i < end; i++) {
        weights[i] /= sum;
      }
      return weights;
    }
  };

  private final double sharpness;

  GridResampling(double sharpness) {
    this.sharpness = sharpness;
  }

  /**
   * Returns what each of {@code from} values counts for one of {@code to} values along an axis; the
   * weights add up to 1.
   *
   * @param index of the value, under {@code to}
   */
  public double[] weights(int from, int to, int index) {
    return fill(new double[from], to, index);
  }

  /** Fills in the weights, one for each value that there is. */
  abstract double[] fill(double[] weights, int to, int index);

  /** Interpolates between four neighbours; beyond the ends, the last value goes on. */
  final double[] fourTaps(double[] weights, double position) {
    int floor = (int) Math.floor(position);
    for (int i = floor - 1; i <= floor + 2; i++) {
      weights[Math.min(Math.max(i, 0), weights.length - 1)] += cubic(position - i);
    }
    return weights;
  }

  /** Keys' cubic convolution kernel. */
  final double cubic(double distance) {
    double x = Math.abs(distance);
    double a = sharpness;
    if (x < 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
  }
}
