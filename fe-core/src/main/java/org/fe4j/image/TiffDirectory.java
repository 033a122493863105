package org.fe4j.image;

import java.util.Arrays;

/**
 * Numbers in the first directory of a TIFF structure, which is also what EXIF data are.
 *
 * <pre>
 * "II" or "MM"                  byte order of all that follows
 * 42 (2), offset (4)            of the first directory, from the byte order mark
 * count (2), entries (12 each)  tag (2), type (2), count (4), values (4) or their offset (4)
 * </pre>
 *
 * <p>TIFF 6.0, section 2. Only values of the types SHORT (3) and LONG (4) are read.
 */
final class TiffDirectory {
  /** Tag of the orientation, 1 to 8. */
  private static final int ORIENTATION = 0x0112;

  /** Tag of what the samples mean; {@value #PALETTE} is a palette. */
  private static final int PHOTOMETRIC_INTERPRETATION = 0x0106;

  private static final int PALETTE = 3;

  /** Tag of the palette: all reds, all greens, all blues, 16 bits each. */
  private static final int COLOR_MAP = 0x0140;

  /** Tag of an ICC profile. */
  private static final int PROFILE = 0x8773;

  /** A tag that stands for nothing. */
  private static final int NOTHING = 0xFFFF;

  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final long ENTRY_BYTES = 12;

  /** Bytes of a value by its type, 1 to 12. */
  private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

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
    long entry = find(tag);
    return entry == 0 || number(entry + 2, 2) != SHORT
        ? new int[0]
        : Arrays.stream(values(entry, 2)).mapToInt(value -> (int) value).toArray();
  }

  /** Returns the values of a tag, likewise; they may be LONG too. */
  long[] numbers(int tag) {
    long entry = find(tag);
    int type = entry == 0 ? 0 : (int) number(entry + 2, 2);
    return switch (type) {
      case SHORT -> values(entry, 2);
      case LONG -> values(entry, 4);
      default -> new long[0];
    };
  }

  /** Returns the first value of a tag, or another where it has none. */
  long number(int tag, long otherwise) {
    long[] values = numbers(tag);
    return values.length == 0 ? otherwise : values[0];
  }

  /**
   * Returns how many bytes the values of all entries have that the reader would read. They do not
   * overlap, so that it is less than the file's length in a sound file.
   */
  long valueBytes() {
    long sum = 0;
    for (long entry = firstEntry(); entry < lastEntry(); entry += ENTRY_BYTES) {
      int type = (int) number(entry + 2, 2);
      long bytes = number(entry + 4, 4) * (type < TYPE_BYTES.length ? TYPE_BYTES[type] : 0);
      boolean lies = bytes > 4 && begin + number(entry + 8, 4) + bytes > end;
      sum += lies ? 0 : bytes;
    }
    return sum;
  }

  /**
   * Returns the file without its ICC profile: Pillow does not convert by it, and the reader has it
   * parsed by a native library. A copy, if there is one.
   */
  byte[] withoutProfile() {
    byte[] result = file;
    for (long entry = firstEntry(); entry < lastEntry(); entry += ENTRY_BYTES) {
      if (number(entry, 2) == PROFILE) {
        result = result == file ? file.clone() : result;
        result[(int) entry] = (byte) (NOTHING >> 8);
        result[(int) entry + 1] = (byte) NOTHING;
      }
    }
    return result;
  }

  private long firstEntry() {
    return begin + number(begin + 4L, 4) + 2;
  }

  private long lastEntry() {
    long first = firstEntry();
    long last = first + ENTRY_BYTES * number(first - 2, 2);
    return Math.min(last, end - ENTRY_BYTES + 1);
  }

  /** Returns where the entry of a tag begins, or 0. */
  private long find(int tag) {
    for (long entry = firstEntry(); entry < lastEntry(); entry += ENTRY_BYTES) {
      if (number(entry, 2) == tag) {
        return entry;
      }
    }
    return 0;
  }

  private long[] values(long entry, int bytes) {
    long count = number(entry + 4, 4);
    long first = count * bytes <= 4 ? entry + 8 : begin + number(entry + 8, 4);
    if (first + bytes * count > end) {
      return new long[0];
    }
    long[] result = new long[(int) count];
    for (int v = 0; v < result.length; v++) {
      result[v] = number(first + (long) bytes * v, bytes);
    }
    return result;
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
