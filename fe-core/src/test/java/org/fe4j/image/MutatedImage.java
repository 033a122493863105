package org.fe4j.image;

/** A spoiled image file. */
public final class MutatedImage {
  private final String name;
  private final byte[] bytes;

  MutatedImage(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /** Returns a name that no other has: the seed, what was done to it, and a number. */
  public String name() {
    return name;
  }

  /** Returns the file, not a copy. */
  public byte[] bytes() {
    return bytes;
  }
}
