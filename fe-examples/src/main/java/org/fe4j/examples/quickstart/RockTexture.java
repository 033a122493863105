package org.fe4j.examples.quickstart;

import java.util.Locale;

/** The classes of the quick start's images. */
public enum RockTexture {
  /** Parallel layers. */
  BEDDING(7, 20),
  /** Angular fragments with veins between. */
  BRECCIA(2.5, 6),
  /** Rounded pebbles in sand. */
  CONGLOMERATE(5, 11),
  /** Inclined layers in sets that cut one another off. */
  CROSS_BEDDING(8, 16),
  /** Layers bent into waves. */
  FOLDS(9, 18),
  /** Thin lenses in parallel, as in schist and gneiss. */
  FOLIATION(7, 14),
  /** Dried mud in plates. */
  MUD_CRACKS(3, 8),
  /** Ripples of a current on sand. */
  RIPPLES(4, 9),
  /** Packed grains of sand. */
  SANDSTONE(14, 30),
  /** Holes of gas bubbles in lava. */
  VESICLES(6, 13);

  private final double fewestUnits;
  private final double mostUnits;

  RockTexture(double fewestUnits, double mostUnits) {
    this.fewestUnits = fewestUnits;
    this.mostUnits = mostUnits;
  }

  /** Returns the name of the class, which is that of its folder. */
  public String className() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns a surface of this texture. */
  Surface surface(Draw draw) {
    return switch (this) {
      case BEDDING -> LayeredSurfaces.bedding(draw);
      case BRECCIA -> GrainySurfaces.breccia(draw);
      case CONGLOMERATE -> GrainySurfaces.conglomerate(draw);
      case CROSS_BEDDING -> LayeredSurfaces.crossBedding(draw);
      case FOLDS -> LayeredSurfaces.folds(draw);
      case FOLIATION -> LayeredSurfaces.foliation(draw);
      case MUD_CRACKS -> GrainySurfaces.mudCracks(draw);
      case RIPPLES -> GrainySurfaces.ripples(draw);
      case SANDSTONE -> GrainySurfaces.sandstone(draw);
      case VESICLES -> GrainySurfaces.vesicles(draw);
    };
  }

  /** Returns how many units of the surface a picture's shorter side shows. */
  double unitsAcross(Draw draw) {
    return draw.scale(fewestUnits, mostUnits);
  }
}
