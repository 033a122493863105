package org.fe4j.zoo.checkpoint;

/** The element types that weight files hold; little-endian. */
public enum ElementType {
  /** IEEE double precision. */
  FLOAT64(8),
  /** IEEE single precision. */
  FLOAT32(4),
  /** IEEE half precision. */
  FLOAT16(2),
  /** The upper half of single precision. */
  BFLOAT16(2),
  /** Signed, 64 bits. */
  INT64(8),
  /** Signed, 32 bits. */
  INT32(4),
  /** Signed, 16 bits. */
  INT16(2),
  /** Signed, 8 bits. */
  INT8(1),
  /** Unsigned, 8 bits. */
  UINT8(1),
  /** One byte, 0 or 1. */
  BOOL(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the size of an element in bytes. */
  public int bytes() {
    return bytes;
  }
}
