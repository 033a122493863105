package org.fe4j.dataset.published;

import org.fe4j.image.RgbImage;

/**
 * Square pictures as three planes of bytes, red, green and blue.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param sidePixels width and height
 * @param order how a plane is laid out
 */
record PlanarPixels(int sidePixels, Order order) {

  /** What follows what in a plane. */
  enum Order {
    /** Row after row, as in CIFAR. */
    ROWS,
    /** Column after column, as Matlab stores matrices, and as in STL-10. */
    COLUMNS
  }

  /** Returns the bytes that a picture has. */
  int byteCount() {
    return 3 * sidePixels * sidePixels;
  }

  RgbImage image(byte[] planes) {
    int plane = sidePixels * sidePixels;
    byte[] pixels = new byte[3 * plane];
    for (int y = 0; y < sidePixels; y++) {
      for (int x = 0; x < sidePixels; x++) {
        int from = order == Order.ROWS ? y * sidePixels + x : x * sidePixels + y;
        int to = 3 * (y * sidePixels + x);
        pixels[to] = planes[from];
        pixels[to + 1] = planes[plane + from];
        pixels[to + 2] = planes[2 * plane + from];
      }
    }
    return RgbImage.wrap(sidePixels, sidePixels, pixels);
  }
}
