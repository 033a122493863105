package org.fe4j;

import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.ResizeMode;

/** How pictures are resized before the crop. The normalisation is always the weights' own. */
public enum Resizing {
  /** As the publisher of the weights does: each backbone its own. */
  AS_PUBLISHED("as published with the weights"),

  /**
   * The shorter side to the side of the crop, bicubic, for every backbone: the source's published
   * baseline code resizes so to 224 pixels. Nothing of a square picture is cut off.
   */
  BICUBIC_TO_CROP("bicubic, the shorter side to that of the crop");

  private final String description;

  Resizing(String description) {
    this.description = description;
  }

  /** Returns itself for reports. */
  public String description() {
    return description;
  }

  /** Returns a backbone's preprocessing under this resizing. */
  Preprocessing of(Preprocessing published) {
    return this == AS_PUBLISHED
        ? published
        : new Preprocessing(
            ResizeMode.SHORTER_SIDE,
            published.cropPixels(),
            Interpolation.BICUBIC,
            published.cropPixels(),
            published.mean(),
            published.deviation());
  }
}
