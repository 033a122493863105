package org.fe4j.image;

/** What a resize size means. */
public enum ResizeMode {
  /**
   * The shorter side gets the size, the longer one {@code floor(size * longer / shorter)}, as
   * torchvision's {@code Resize(int)}.
   */
  SHORTER_SIDE,
  /** Both sides get the size; the aspect ratio is lost. */
  STRETCH
}
