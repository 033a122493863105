package org.fe4j.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The SHA-256 of an image's bytes: of its file, or, for an image that was never in a file, of its
 * portable pixmap, which holds width, height and pixels.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param a bytes 0 to 7, big-endian
 * @param b bytes 8 to 15
 * @param c bytes 16 to 23
 * @param d bytes 24 to 31
 */
public record ImageHash(long a, long b, long c, long d) {
  /** The bytes of a hash. */
  static final int BYTES = 32;

  /** Returns the hash of an image. */
  public static ImageHash of(byte[] encoded) {
    MessageDigest digest = Sha256.newDigest();
    return from(ByteBuffer.wrap(digest.digest(encoded)), 0);
  }

  /**
   * Returns the hash that stands in a buffer.
   *
   * @param buffer big-endian, as buffers are by default
   * @param offset of the first byte
   */
  static ImageHash from(ByteBuffer buffer, int offset) {
    return new ImageHash(
        buffer.getLong(offset),
        buffer.getLong(offset + 8),
        buffer.getLong(offset + 16),
        buffer.getLong(offset + 24));
  }

  /** Puts the 32 bytes into a buffer, whatever its order. */
  void putInto(ByteBuffer buffer, int offset) {
    buffer
        .duplicate()
        .order(ByteOrder.BIG_ENDIAN)
        .putLong(offset, a)
        .putLong(offset + 8, b)
        .putLong(offset + 16, c)
        .putLong(offset + 24, d);
  }

  /** Returns 64 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    putInto(bytes, 0);
    return HexFormat.of().formatHex(bytes.array());
  }
}
