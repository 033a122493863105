package org.fe4j.image;

/** The screen of an animation, of which a frame may cover a part only. */
final class Canvas {
  private Canvas() {}

  /**
   * Returns the frame in its place on a canvas of this colour; the frame itself if it covers all.
   *
   * @param rgb colour around the frame, {@code 0xRRGGBB}
   * @throws IllegalArgumentException if the frame does not lie on the canvas
   */
  static RgbImage place(RgbImage frame, int left, int top, int width, int height, int rgb) {
    if (left + frame.width() > width || top + frame.height() > height) {
      throw new IllegalArgumentException("its first frame lies outside of its canvas");
    }
    if (frame.width() == width && frame.height() == height) {
      return frame;
    }
    byte[] pixels = new byte[3 * width * height];
    for (int p = 0; p < pixels.length; p += 3) {
      pixels[p] = (byte) (rgb >> 16);
      pixels[p + 1] = (byte) (rgb >> 8);
      pixels[p + 2] = (byte) rgb;
    }
    for (int y = 0; y < frame.height(); y++) {
      int target = 3 * ((top + y) * width + left);
      System.arraycopy(frame.pixels(), 3 * y * frame.width(), pixels, target, 3 * frame.width());
    }
    return RgbImage.wrap(width, height, pixels);
  }
}
