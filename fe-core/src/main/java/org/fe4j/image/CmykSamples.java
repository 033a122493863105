package org.fe4j.image;

import java.awt.image.Raster;

/** Pictures of four inks, converted as Pillow does: by integer arithmetic, without a profile. */
final class CmykSamples {
  private CmykSamples() {}

  /** Writes the RGB bytes of one row of CMYK samples; 255 is full ink. */
  static void toRgb(int[] inks, int pixels, byte[] target, int offset) {
    for (int x = 0; x < pixels; x++) {
      int white = 255 - inks[4 * x + 3];
      for (int c = 0; c < 3; c++) {
        int level = white - multiply(inks[4 * x + c], white);
        target[offset + 3 * x + c] = (byte) Math.max(0, level);
      }
    }
  }

  /** Pillow's {@code a * b / 255}, rounded. */
  private static int multiply(int a, int b) {
    int product = a * b + 128;
    return ((product >> 8) + product) >> 8;
  }

  /**
   * Returns the picture of a JPEG's four components. Pillow takes all of them for inverted, as
   * Adobe writes them.
   */
  static RgbImage ofJpeg(Raster raster, boolean ycck) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] pixels = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
    int[] row = new int[4 * width];
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      if (ycck) {
        yccToCmy(row, width);
      }
      for (int i = 0; i < row.length; i++) {
        row[i] = 255 - row[i];
      }
      toRgb(row, width, pixels, y * width * 3);
    }
    return RgbImage.wrap(width, height, pixels);
  }

  /** libjpeg's conversion: YCbCr to RGB in 16-bit fixed point, then the complement. */
  private static void yccToCmy(int[] row, int width) {
    for (int p = 0; p < 4 * width; p += 4) {
      int y = row[p];
      int cb = row[p + 1] - 128;
      int cr = row[p + 2] - 128;
      row[p] = 255 - clip(y + ((91881 * cr + 32768) >> 16));
      row[p + 1] = 255 - clip(y + ((-22554 * cb - 46802 * cr + 32768) >> 16));
      row[p + 2] = 255 - clip(y + ((116130 * cb + 32768) >> 16));
    }
  }

  private static int clip(int level) {
    return Math.max(0, Math.min(255, level));
  }
}
