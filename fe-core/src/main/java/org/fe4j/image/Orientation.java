package org.fe4j.image;

/** Turning a picture as EXIF's orientation says. */
final class Orientation {
  private Orientation() {}

  /** Returns the picture as it was held up, for an orientation of 1 to 8. */
  static RgbImage apply(RgbImage image, int orientation) {
    if (orientation == 1) {
      return image;
    }
    boolean swaps = orientation >= 5;
    boolean mirrorsColumns = "2367".indexOf('0' + orientation) >= 0;
    boolean mirrorsRows = "3478".indexOf('0' + orientation) >= 0;
    int width = swaps ? image.height() : image.width();
    int height = swaps ? image.width() : image.height();
    byte[] from = image.pixels();
    byte[] to = new byte[from.length];
    for (int y = 0, p = 0; y < height; y++) {
      for (int x = 0; x < width; x++, p += 3) {
        int column = mirrorsColumns ? width - 1 - x : x;
        int row = mirrorsRows ? height - 1 - y : y;
        int source = 3 * (swaps ? column * image.width() + row : row * image.width() + column);
        to[p] = from[source];
        to[p + 1] = from[source + 1];
        to[p + 2] = from[source + 2];
      }
    }
    return RgbImage.wrap(width, height, to);
  }
}
