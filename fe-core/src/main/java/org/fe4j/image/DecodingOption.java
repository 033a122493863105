package org.fe4j.image;

/** What {@link ImageDecoder#standard} can do differently from Pillow's plain {@code open}. */
public enum DecodingOption {
  /**
   * Turns and mirrors a JPEG as its EXIF orientation says. Off by default: the public training
   * pipelines ignore it.
   */
  APPLY_EXIF_ORIENTATION,
  /**
   * Divides grey samples of 16 bits by 256. Off by default: Pillow clips them at 255, which leaves
   * most such pictures white.
   */
  SCALE_16_BIT_GREY
}
