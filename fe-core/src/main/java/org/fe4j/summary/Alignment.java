package org.fe4j.summary;

import java.util.function.ToDoubleFunction;

/**
 * A small shift and stretch of a thumbnail, which undoes what a crop did to it.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param right shift in pixels of the thumbnail
 * @param down shift in pixels of the thumbnail
 * @param width factor of stretching
 * @param height factor of stretching
 * @param agreement what was reached with it
 */
record Alignment(double right, double down, double width, double height, double agreement) {
  private static final int SIDE = Fingerprint.SIDE;

  /** A crop of a tenth at one side only: 0.8 pixels to the middle, and stretched by as much. */
  private static final double MOST_SHIFT = 1.1;

  private static final double MOST_STRETCH = 0.09;

  private static final double FIRST_SHIFT = 0.35;
  private static final double FIRST_STRETCH = 0.04;
  private static final int HALVINGS = 3;
  private static final int ROUNDS = 4;

  /** Climbs from no shift to the best one in steps that get finer: at most 97 evaluations. */
  static Alignment best(ToDoubleFunction<Alignment> agreement) {
    Alignment best = new Alignment(0, 0, 1, 1, 0).measured(agreement);
    double step = 1;
    for (int halving = 0; halving < HALVINGS; halving++, step /= 2) {
      boolean better = true;
      for (int round = 0; round < ROUNDS && better; round++) {
        better = false;
        for (int direction = 0; direction < 8; direction++) {
          Alignment next = best.moved(direction, step);
          if (next.isSmall()) {
            next = next.measured(agreement);
            if (next.agreement > best.agreement + 1e-4) {
              best = next;
              better = true;
            }
          }
        }
      }
    }
    return best;
  }

  /** Returns the channel of a thumbnail after the shift, interpolated between pixels. */
  float[] of(float[] channel) {
    if (right == 0 && down == 0 && width == 1 && height == 1) {
      return channel;
    }
    double middle = (SIDE - 1) / 2.0;
    float[] moved = new float[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      double fromY = within((y - middle) * height + middle + down);
      int row = (int) fromY;
      double v = fromY - row;
      for (int x = 0; x < SIDE; x++) {
        double fromX = within((x - middle) * width + middle + right);
        int column = (int) fromX;
        double u = fromX - column;
        int at = row * SIDE + column;
        double above = channel[at] * (1 - u) + channel[at + 1] * u;
        double below = channel[at + SIDE] * (1 - u) + channel[at + SIDE + 1] * u;
        moved[y * SIDE + x] = (float) (above * (1 - v) + below * v);
      }
    }
    return moved;
  }

  private static double within(double position) {
    return Math.max(0, Math.min(SIDE - 1.001, position));
  }

  private Alignment measured(ToDoubleFunction<Alignment> measure) {
    return new Alignment(right, down, width, height, measure.applyAsDouble(this));
  }

  private Alignment moved(int direction, double step) {
    double sign = direction % 2 == 0 ? step : -step;
    double shift = sign * FIRST_SHIFT;
    double stretch = sign * FIRST_STRETCH;
    return switch (direction / 2) {
      case 0 -> new Alignment(right + shift, down, width, height, 0);
      case 1 -> new Alignment(right, down + shift, width, height, 0);
      case 2 -> new Alignment(right, down, width + stretch, height, 0);
      default -> new Alignment(right, down, width, height + stretch, 0);
    };
  }

  private boolean isSmall() {
    return Math.max(Math.abs(right), Math.abs(down)) <= MOST_SHIFT
        && Math.max(Math.abs(width - 1), Math.abs(height - 1)) <= MOST_STRETCH;
  }
}
