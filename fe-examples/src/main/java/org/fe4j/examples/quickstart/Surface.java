package org.fe4j.examples.quickstart;

/**
 * What can be photographed: at each place a height, a tone and a tint. Places are in units of the
 * texture's own structure (a layer, a pebble, a crack's plate), y downwards.
 */
@FunctionalInterface
interface Surface {

  /** Describes one place. */
  void describe(double x, double y, Spot spot);

  /**
   * One place of a surface; reused from place to place.
   *
   * <p>Not safe for concurrent use; confine an instance to one thread.
   */
  final class Spot {
    /** In units; light falls on its slopes. */
    double height;

    /** From dark, 0, to light, 1. */
    double tone;

    /** Between the palette's first colours, 0, and its second ones, 1. */
    double tint;

    /** Sets all three. */
    void set(double height, double tone, double tint) {
      this.height = height;
      this.tone = tone;
      this.tint = tint;
    }
  }

  /** Returns 0 below {@code begin}, 1 above {@code end}, smooth between. */
  static double step(double begin, double end, double x) {
    double t = Math.min(1, Math.max(0, (x - begin) / (end - begin)));
    return t * t * (3 - 2 * t);
  }
}
