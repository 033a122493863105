package org.fe4j.store;

/** How a value is stored, little-endian. */
public enum ElementType {
  /** IEEE 754 binary32: what the engine returned, to the bit. */
  FLOAT32(4, "f32"),
  /**
   * IEEE 754 binary16, rounded to nearest: half the size, three significant digits, at most 65,504.
   */
  FLOAT16(2, "f16");

  private final int bytes;
  private final String extension;

  ElementType(int bytes, String extension) {
    this.bytes = bytes;
    this.extension = extension;
  }

  /** Returns the bytes of a value. */
  public int bytes() {
    return bytes;
  }

  /** Returns the extension of shards. */
  String extension() {
    return extension;
  }
}
