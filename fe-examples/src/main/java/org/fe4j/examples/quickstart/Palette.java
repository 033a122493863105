package org.fe4j.examples.quickstart;

/**
 * The colours of a rock: two ramps from dark to light, between which the tint chooses. All classes
 * share them, so that colour says nothing about the class.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class Palette {
  /** Hue as red, green and blue at middle tone. */
  private static final double[][] HUES = {
    {0.50, 0.50, 0.50}, // limestone
    {0.58, 0.48, 0.36}, // sand
    {0.59, 0.43, 0.35}, // red beds
    {0.44, 0.49, 0.52}, // slate
    {0.47, 0.52, 0.42}, // greenschist
    {0.55, 0.50, 0.42}, // mud
    {0.58, 0.51, 0.36}, // ochre
    {0.50, 0.47, 0.45} // greywacke
  };

  private final double[] first;
  private final double[] second;
  private final boolean inverted;

  Palette(Draw draw) {
    this.first = hue(draw, HUES[draw.below(HUES.length)]);
    this.second = draw.chance(0.6) ? hue(draw, HUES[draw.below(HUES.length)]) : hue(draw, first);
    this.inverted = draw.chance(0.15);
  }

  private static double[] hue(Draw draw, double[] middle) {
    double[] hue = new double[3];
    for (int channel = 0; channel < 3; channel++) {
      hue[channel] = middle[channel] + draw.between(-0.02, 0.02);
    }
    return hue;
  }

  /** Returns one channel's brightness, not limited to [0, 1]. */
  double channel(int channel, double tone, double tint) {
    double used = inverted ? 1 - tone : tone;
    double hue = first[channel] + (second[channel] - first[channel]) * tint;
    // Light tones lose their colour, as bleached rock does.
    double bleached = hue + (0.5 - hue) * Math.max(0, used - 0.5) * 0.8;
    return bleached * (0.3 + 1.4 * used);
  }
}
