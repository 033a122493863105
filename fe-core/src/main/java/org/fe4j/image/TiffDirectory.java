package org.fe4j.image;

/**
 * Numbers in the first directory of a TIFF structure, which is also what EXIF data are.
 *
 * <pre>
 * "II" or "MM"                  byte order of all that follows
 * 42 (2), offset (4)            of the first directory, from the byte order mark
 * count (2), entries (12 each)  tag (2), type (2), count (4), values (4) or their offset (4)
 * </pre>
 *
 * <p>TIFF 6.0, section 2. Only values of type SHORT (3) are read.
 */
final class TiffDirectory {
  /** Tag of the orientation, 1 to 8. */
  private static final int ORIENTATION = 0x0112;

  /** Tag of what the samples mean; {@value #PALETTE} is a palette. */
  private static final int PHOTOMETRIC_INTERPRETATION = 0x0106;

  private static final int PALETTE = 3;

  /** Tag of the palette: all reds, all greens, all blues, 16 bits each. */
  private static final int COLOR_MAP = 0x0140;

  private static final int SHORT = 3;

  private final byte[] file;
  private final int begin;
  private final int end;
  private final boolean littleEndian;

  /** Takes the structure between these bytes. */
  TiffDirectory(byte[] file, int begin, int end) {
    this.file = file;
    this.begin = begin;
    this.end = end;
    this.littleEndian = begin < end && file[begin] == 'I';
  }

  /** Returns the orientation, or 1 where there is none that is known. */
  int orientation() {
    int[] values = shorts(ORIENTATION);
    return values.length > 0 && values[0] >= 1 && values[0] <= 8 ? values[0] : 1;
  }

  /** Returns whether the samples are indices of {@link #palette}. */
  boolean hasPalette() {
    int[] values = shorts(PHOTOMETRIC_INTERPRETATION);
    return values.length > 0 && values[0] == PALETTE;
  }

  /** Returns the palette's colours, {@code 0xRRGGBB}: the high bytes, as Pillow takes them. */
  int[] palette(String name) throws UnreadableImageException {
    int[] map = shorts(COLOR_MAP);
    if (map.length == 0) {
      throw new UnreadableImageException(
          name, "The TIFF's palette is missing or cut short. Fetch the file again.");
    }
    int[] colours = new int[map.length / 3];
    for (int i = 0; i < colours.length; i++) {
      int red = map[i] >> 8;
      int green = map[colours.length + i] >> 8;
      int blue = map[2 * colours.length + i] >> 8;
      colours[i] = red << 16 | green << 8 | blue;
    }
    return colours;
  }

  /** Returns the values of a tag; none if the tag, or a byte of its values, is missing. */
  int[] shorts(int tag) {
    long directory = begin + number(begin + 4L, 4);
    long count = number(directory, 2);
    for (long i = 0, entry = directory + 2; i < count && entry + 12 <= end; i++, entry += 12) {
      if (number(entry, 2) == tag && number(entry + 2, 2) == SHORT) {
        long values = number(entry + 4, 4);
        long first = values <= 2 ? entry + 8 : begin + number(entry + 8, 4);
        if (first + 2 * values > end) {
          return new int[0];
        }
        int[] result = new int[(int) values];
        for (int v = 0; v < result.length; v++) {
          result[v] = (int) number(first + 2L * v, 2);
        }
        return result;
      }
    }
    return new int[0];
  }

  /** Returns an unsigned number, or 0 where the bytes are missing. */
  private long number(long position, int bytes) {
    if (position < begin || position + bytes > end) {
      return 0;
    }
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      int index = (int) position + (littleEndian ? bytes - 1 - i : i);
      value = value << 8 | (file[index] & 0xFF);
    }
    return value;
  }
}
