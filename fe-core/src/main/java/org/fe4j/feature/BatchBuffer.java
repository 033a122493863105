package org.fe4j.feature;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Direct memory for the crops of one batch, from which the engine reads; used again and again. It
 * is taken when the first crop is written. Different threads may write different crops; all else is
 * for one thread.
 */
final class BatchBuffer {
  private final int cropBytes;
  private final int capacity;
  private @Nullable ByteBuffer pixels;

  /** Crops from the first on that belong to the batch. */
  private int filled;

  /**
   * Creates a buffer.
   *
   * @param capacity crops of a batch
   * @param cropBytes bytes of a crop
   */
  BatchBuffer(int capacity, int cropBytes) {
    this.capacity = capacity;
    this.cropBytes = cropBytes;
  }

  /** Returns direct memory for a batch, from which the engine reads. */
  static ByteBuffer allocate(int capacity, int cropBytes) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(capacity, cropBytes))
        .order(ByteOrder.nativeOrder());
  }

  /** Returns the crops of a batch. */
  int capacity() {
    return capacity;
  }

  /** Returns the crops that belong to the batch. */
  int filled() {
    return filled;
  }

  boolean isFull() {
    return filled == capacity;
  }

  /** Returns the batch: its crops one after the other, of those that are missing anything. */
  synchronized ByteBuffer pixels() {
    if (pixels == null) {
      pixels = allocate(capacity, cropBytes);
    }
    return pixels;
  }

  /** Returns the memory of one crop. */
  ByteBuffer crop(int position) {
    return pixels().slice(position * cropBytes, cropBytes);
  }

  /** Adds a crop, which lies in this buffer or in another; moves it where it lies elsewhere. */
  void add(BatchBuffer source, int position) {
    if (source != this || position != filled) {
      pixels().put(filled * cropBytes, source.pixels(), position * cropBytes, cropBytes);
    }
    filled++;
  }

  /** Empties the batch; its memory stays. */
  void clear() {
    filled = 0;
  }
}
