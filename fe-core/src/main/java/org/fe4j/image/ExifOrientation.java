package org.fe4j.image;

/**
 * The orientation that a camera noted, and turning a picture by it.
 *
 * <pre>
 * "II" or "MM"                  byte order of all that follows
 * 42 (2), offset (4)            of the first directory, from the byte order mark
 * count (2), entries (12 each)  tag (2), type (2), count (4), value (4); orientation is tag 0x0112
 * </pre>
 */
final class ExifOrientation {
  private static final int TAG = 0x0112;

  private ExifOrientation() {}

  /** Returns the orientation in the TIFF structure at these bytes, or 1 if it has none. */
  static int read(byte[] file, int begin, int end) {
    if (end - begin < 14) {
      return 1;
    }
    boolean little = file[begin] == 'I';
    long directory = begin + number(file, begin + 4, 4, little);
    if (directory < begin || directory + 2 > end) {
      return 1;
    }
    int entry = (int) directory + 2;
    long count = number(file, (int) directory, 2, little);
    for (int i = 0; i < count && entry + 12 <= end; i++, entry += 12) {
      if (number(file, entry, 2, little) == TAG) {
        int value = (int) number(file, entry + 8, 2, little);
        return value >= 1 && value <= 8 ? value : 1;
      }
    }
    return 1;
  }

  /** Returns the picture as it was held up, for an orientation of 1 to 8. */
  static RgbImage apply(RgbImage image, int orientation) {
    if (orientation == 1) {
      return image;
    }
    boolean swaps = orientation >= 5;
    boolean mirrorsColumns =
        orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
    boolean mirrorsRows =
        orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
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

  private static long number(byte[] file, int position, int bytes, boolean little) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      int index = little ? position + bytes - 1 - i : position + i;
      value = value << 8 | (file[index] & 0xFF);
    }
    return value;
  }
}
