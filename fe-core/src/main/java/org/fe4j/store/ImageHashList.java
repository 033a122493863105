package org.fe4j.store;

import java.util.Arrays;
import java.util.Objects;

/**
 * Hashes of many images, 32 bytes each. Not safe for concurrent use; confine an instance to one
 * thread.
 */
public final class ImageHashList {
  private static final int LONGS = 4;
  private long[] values = new long[LONGS * 64];
  private int size;

  /** Adds a hash at the end. */
  public void add(ImageHash hash) {
    if (size * LONGS == values.length) {
      values = Arrays.copyOf(values, Math.multiplyExact(values.length, 2));
    }
    int begin = size * LONGS;
    values[begin] = hash.a();
    values[begin + 1] = hash.b();
    values[begin + 2] = hash.c();
    values[begin + 3] = hash.d();
    size++;
  }

  /** Returns the number of hashes. */
  public int size() {
    return size;
  }

  /** Returns a hash. */
  public ImageHash get(int index) {
    int begin = Objects.checkIndex(index, size) * LONGS;
    return new ImageHash(values[begin], values[begin + 1], values[begin + 2], values[begin + 3]);
  }
}
