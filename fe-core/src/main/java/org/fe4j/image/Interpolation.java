package org.fe4j.image;

/** Pillow's antialiased filters. */
public enum Interpolation {
  /** Triangle, support 1. */
  BILINEAR,
  /** Keys' cubic with a = -0.5, support 2. */
  BICUBIC
}
