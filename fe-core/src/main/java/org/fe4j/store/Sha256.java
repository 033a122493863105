package org.fe4j.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The JDK's SHA-256, which uses the processor's instructions for it. */
final class Sha256 {
  /** Bytes of a digest. */
  static final int BYTES = 32;

  private Sha256() {}

  /** Returns the digest of bytes in 64 lower-case hexadecimal digits. */
  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(newDigest().digest(bytes));
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JVM lacks SHA-256, which every JVM has", e);
    }
  }
}
