package org.fe4j.examples.quickstart;

/** Surfaces whose structure is layers: bedding, cross-bedding, folds, foliation. */
final class LayeredSurfaces {
  private LayeredSurfaces() {}

  /** Returns straight, parallel layers; a unit is a layer. */
  static Surface bedding(Draw draw) {
    Strata strata = new Strata(draw, draw.between(0.4, 1.0));
    Noise bend = new Noise(draw);
    Noise grain = new Noise(draw);
    double bending = draw.between(0.05, 0.5);
    double roughness = draw.between(0.05, 0.2);
    double along = draw.scale(0.15, 1.2);
    double relief = draw.between(0, 0.25);
    return (x, y, spot) -> {
      double depth = y + bending * bend.fractal(x * 0.12, y * 0.12, 2);
      strata.describe(depth, spot);
      double texture = grain.fractal(x * along * 2, depth * 3.1, 3);
      spot.tone += roughness * texture;
      spot.height = relief * spot.height + 0.06 * texture;
    };
  }

  /** Returns sets of inclined layers that cut one another off; a unit is a quarter of a set. */
  static Surface crossBedding(Draw draw) {
    Strata strata = new Strata(draw, draw.between(0.5, 1.0));
    Noise bend = new Noise(draw);
    Noise grain = new Noise(draw);
    long seed = draw.next();
    double setHeight = draw.between(3.2, 5.5);
    double lamina = draw.between(0.35, 0.7);
    double steepness = draw.between(1.3, 2.6);
    double mirrored = draw.chance(0.3) ? 0.5 : 0.0;
    double roughness = draw.between(0.04, 0.15);
    double wedge = draw.between(0.5, 1.6);
    double relief = draw.between(0, 0.15);
    return (x, y, spot) -> {
      double bent = y + wedge * bend.at(x * 0.06, 3.5) + 0.2 * bend.at(x * 0.3, y * 0.3);
      double position = bent / setHeight;
      double own = Math.floor(position);
      // The height of each set differs: move the boundary between each two of them.
      double fraction = position - own;
      double boundary = 0.35 * Draw.unit(seed + (long) own);
      long set = (long) own;
      double thickness = 1 + 0.35 * Draw.unit(seed + set + 1) - boundary;
      double depth = (fraction - boundary) / thickness;
      if (fraction < boundary) {
        set--;
        double before = 0.35 * Draw.unit(seed + set);
        thickness = 1 + boundary - before;
        depth = (fraction + 1 - before) / thickness;
      }
      double direction = Draw.unit(seed + 31 * set) < mirrored ? -1 : 1;
      // Foresets flatten towards the bottom of their set.
      double foreset = setHeight * thickness * (1 - depth) * (1 - depth) * steepness * 0.5;
      double across = direction * x - foreset;
      strata.describe(across / lamina * 0.6 + 37.7 * Draw.unit(seed + 7 * set), spot);
      double texture = grain.fractal(across * 2.5, bent * 1.5, 3);
      double line = Surface.step(0.93, 1, depth) + 0.6 * Surface.step(0.05, 0, depth);
      spot.tone += roughness * texture - 0.15 * line;
      spot.height = relief * spot.height + 0.05 * texture - 0.1 * line;
    };
  }

  /** Returns layers bent into waves as high as they are long; a unit is a layer. */
  static Surface folds(Draw draw) {
    Strata strata = new Strata(draw, draw.between(0.5, 1.0));
    Noise bend = new Noise(draw);
    Noise grain = new Noise(draw);
    double length = draw.between(5, 10);
    double height = length * draw.between(0.28, 0.6);
    double sharpness = draw.between(0, 0.9);
    double lean = draw.between(-0.5, 0.5);
    double small = draw.chance(0.4) ? draw.between(0.2, 0.5) : 0;
    double roughness = draw.between(0.05, 0.18);
    double relief = draw.between(0, 0.25);
    return (x, y, spot) -> {
      double shifted = x + lean * y + 1.6 * bend.fractal(x * 0.07, y * 0.07, 2);
      double phase = shifted / length;
      double wave = StrictMath.sin(2 * StrictMath.PI * phase);
      double chevron = 4 * Math.abs(phase - Math.floor(phase + 0.5)) - 1;
      double strength = 0.75 + 0.5 * bend.at(x * 0.05 + 40, y * 0.08);
      double parasite = small * StrictMath.sin(2 * StrictMath.PI * phase * 4.3) * (1 - wave * wave);
      double depth =
          y
              + height * strength * 0.5 * ((1 - sharpness) * wave + sharpness * chevron)
              + parasite * 1.2;
      strata.describe(depth, spot);
      double texture = grain.fractal(shifted * 1.4, depth * 2.6, 3);
      spot.tone += roughness * texture;
      spot.height = relief * spot.height + 0.06 * texture;
    };
  }

  /** Returns short, thin lenses in parallel, around eyes of large crystals; a unit is a lens. */
  static Surface foliation(Draw draw) {
    Noise bands = new Noise(draw);
    Noise bend = new Noise(draw);
    Noise streaks = new Noise(draw);
    Ovals eyes = new Ovals(draw, draw.between(0.7, 1.3), 0.35, draw.below(2) * 260 + 40, 0.5, 0.5);
    double stretch = draw.between(5, 10);
    double contrast = draw.between(0.35, 0.8);
    double eyeTone = draw.chance(0.7) ? draw.between(0.7, 1.0) : draw.between(0, 0.25);
    double sheen = draw.between(0.1, 0.35);
    double waves = draw.between(0.15, 0.6);
    return (x, y, spot) -> {
      Ovals.Oval eye = eyes.nearest(x * 0.6, y);
      double distance = eye == null ? 2 : eye.distance(x * 0.6, y);
      double around = Surface.step(1.6, 1, distance);
      double bent = y + waves * bend.fractal(x * 0.18, y * 0.25, 2);
      double lenses = bands.fractal(x / stretch, bent * 1.15, 3);
      double fine = streaks.fractal(x * 3 / stretch, bent * 4.5, 3);
      double band = Surface.step(-0.45, 0.45, lenses);
      spot.set(0.25 * lenses + 0.12 * fine, 0.5 + contrast * (band - 0.5) + sheen * fine, band);
      if (eye != null && distance < 1) {
        double dome = Math.sqrt(1 - distance * distance);
        spot.set(0.5 * dome, eyeTone + 0.08 * fine, 0.5 + 0.5 * eye.property(1));
      } else {
        spot.tone -= 0.25 * around * around;
      }
    };
  }
}
