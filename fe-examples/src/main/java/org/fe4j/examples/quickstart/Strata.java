package org.fe4j.examples.quickstart;

import java.util.Arrays;

/**
 * A stack of layers of uneven thickness, about one unit each, repeating far outside any picture.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class Strata {
  private static final int LAYERS = 64;

  private final double[] tops = new double[LAYERS + 1];
  private final double[] tones = new double[LAYERS];
  private final double[] tints = new double[LAYERS];
  private final double[] heights = new double[LAYERS];
  private final double grading;
  private final double softness;

  /**
   * Makes a stack.
   *
   * @param contrast of tones between neighbours, in [0, 1]
   */
  Strata(Draw draw, double contrast) {
    double unevenness = draw.between(0.15, 0.9);
    boolean alternating = draw.chance(0.5);
    this.grading = draw.chance(0.4) ? draw.between(-0.4, 0.4) * contrast : 0;
    this.softness = draw.between(0.03, 0.2);
    for (int layer = 0; layer < LAYERS; layer++) {
      tops[layer + 1] = tops[layer] + StrictMath.exp(unevenness * draw.normal());
      double side = alternating ? (layer % 2 == 0 ? 0.35 : -0.35) : 0;
      double spread = alternating ? 0.3 : 1;
      tones[layer] = 0.5 + contrast * (side + spread * draw.between(-0.5, 0.5));
      tints[layer] = draw.between(0, 1);
      heights[layer] = draw.between(-1, 1);
    }
  }

  /** Describes the layer at this depth; height in [-1, 1]. */
  void describe(double depth, Surface.Spot spot) {
    double period = tops[LAYERS];
    double inside = depth - Math.floor(depth / period) * period;
    int found = Arrays.binarySearch(tops, inside);
    int layer = Math.min(LAYERS - 1, found >= 0 ? found : -found - 2);
    double thickness = tops[layer + 1] - tops[layer];
    double fraction = (inside - tops[layer]) / thickness;
    int next = (layer + 1) % LAYERS;
    double blend = Surface.step(1 - softness, 1, fraction);
    double graded = tones[layer] + grading * (fraction - 0.5);
    double nextGraded = tones[next] - 0.5 * grading;
    spot.set(
        heights[layer] + (heights[next] - heights[layer]) * blend,
        graded + (nextGraded - graded) * blend,
        tints[layer] + (tints[next] - tints[layer]) * blend);
  }
}
