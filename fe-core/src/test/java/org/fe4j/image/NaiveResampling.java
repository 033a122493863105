package org.fe4j.image;

/**
 * Resize and crop as plainly as they can be written: the whole picture in two passes of bytes, then
 * the crop. What the fast code is checked against.
 */
final class NaiveResampling {
  private NaiveResampling() {}

  static byte[] apply(RgbImage image, Preprocessing preprocessing) {
    int shorter = Math.min(image.width(), image.height());
    int size = preprocessing.resizePixels();
    boolean stretch = preprocessing.resizeMode() == ResizeMode.STRETCH;
    int width = stretch ? size : (int) ((long) size * image.width() / shorter);
    int height = stretch ? size : (int) ((long) size * image.height() / shorter);
    RgbImage wide =
        width == image.width() ? image : resizeWidth(image, width, preprocessing.interpolation());
    RgbImage resized =
        height == image.height()
            ? wide
            : transpose(resizeWidth(transpose(wide), height, preprocessing.interpolation()));
    return crop(resized, preprocessing.cropPixels());
  }

  private static RgbImage resizeWidth(RgbImage image, int width, Interpolation interpolation) {
    double scale = (double) image.width() / width;
    double widening = Math.max(scale, 1);
    double support = (interpolation == Interpolation.BILINEAR ? 1 : 2) * widening;
    byte[] target = new byte[3 * width * image.height()];
    for (int x = 0; x < width; x++) {
      double centre = (x + 0.5) * scale;
      int begin = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(image.width(), (int) (centre + support + 0.5));
      double[] weights = new double[end - begin];
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        double distance = (i + begin - centre + 0.5) * (1 / widening);
        weights[i] = interpolation == Interpolation.BILINEAR ? tent(distance) : keys(distance);
        sum += weights[i];
      }
      for (int y = 0; y < image.height(); y++) {
        for (int c = 0; c < 3; c++) {
          long level = 1 << 21;
          for (int i = 0; i < weights.length; i++) {
            double fixed = weights[i] / sum * (1 << 22);
            long weight = (long) (fixed < 0 ? fixed - 0.5 : fixed + 0.5);
            level += weight * level(image, begin + i, y, c);
          }
          target[3 * (y * width + x) + c] = (byte) Math.max(0, Math.min(255, level >> 22));
        }
      }
    }
    return RgbImage.wrap(width, image.height(), target);
  }

  private static double tent(double distance) {
    return Math.max(0, 1 - Math.abs(distance));
  }

  private static double keys(double distance) {
    double x = Math.abs(distance);
    if (x < 1) {
      return (1.5 * x - 2.5) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
  }

  private static RgbImage transpose(RgbImage image) {
    byte[] target = new byte[image.pixels().length];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        for (int c = 0; c < 3; c++) {
          target[3 * (x * image.height() + y) + c] = (byte) level(image, x, y, c);
        }
      }
    }
    return RgbImage.wrap(image.height(), image.width(), target);
  }

  private static byte[] crop(RgbImage image, int size) {
    int left = firstPixel(image.width(), size);
    int top = firstPixel(image.height(), size);
    byte[] target = new byte[3 * size * size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int column = left + x;
        int row = top + y;
        boolean inside = column >= 0 && column < image.width() && row >= 0 && row < image.height();
        for (int c = 0; c < 3 && inside; c++) {
          target[3 * (y * size + x) + c] = (byte) level(image, column, row, c);
        }
      }
    }
    return target;
  }

  /** Negative where zeros come first. */
  private static int firstPixel(int length, int size) {
    return length < size ? -((size - length) / 2) : (int) Math.rint((length - size) / 2.0);
  }

  private static int level(RgbImage image, int x, int y, int channel) {
    return image.pixels()[3 * (y * image.width() + x) + channel] & 0xFF;
  }
}
