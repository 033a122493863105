package org.fe4j.store;

import org.fe4j.numeric.Float16;

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

  /** Returns whether a value that is finite stays so when it is stored. */
  public boolean holds(float value) {
    return this == FLOAT32 || Float.isFinite(Float16.toFloat(Float16.fromFloat(value)));
  }

  /** Returns the extension of shards. */
  String extension() {
    return extension;
  }
}
