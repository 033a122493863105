package org.fe4j.image;

/**
 * A number in the structure of an image file.
 *
 * @param offset of its first byte
 * @param bytes how many it has, 1 to 4
 * @param littleEndian whether its lowest byte comes first
 * @param meaning what a reader does with it
 */
record ImageField(int offset, int bytes, boolean littleEndian, Meaning meaning) {
  /** What a reader does with a number. */
  enum Meaning {
    /** It allocates by it: width, height, a tile's side. */
    SIZE,
    /** It reads or skips so many bytes, values or entries. */
    LENGTH,
    /** It chooses by it: flags, depths, offsets, types. */
    CHOICE
  }

  /** Returns whether the file has all its bytes. */
  boolean liesIn(byte[] file) {
    return offset >= 0 && offset + bytes <= file.length;
  }

  /** Overwrites it with the low bytes of a value. */
  void set(byte[] file, long value) {
    for (int i = 0; i < bytes; i++) {
      int shift = 8 * (littleEndian ? i : bytes - 1 - i);
      file[offset + i] = (byte) (value >> shift);
    }
  }

  /** Returns its unsigned value. */
  long get(byte[] file) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | (file[offset + (littleEndian ? bytes - 1 - i : i)] & 0xFF);
    }
    return value;
  }
}
