package org.fe4j.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the row of an image among shards: a table of positions with open addressing, eight bytes a
 * slot, that compares with the hashes in the mapped files. A hash needs no further mixing, being
 * one.
 *
 * <p>Safe for use by multiple threads.
 */
final class ShardIndex {
  /** No row. */
  static final long ABSENT = -1;

  private static final int SMALLEST_TABLE = 1 << 10;

  private final List<Shard> shards = new ArrayList<>();

  /** Shard in the upper half, row in the lower, plus 1, so that 0 is free. */
  private long[] slots = new long[SMALLEST_TABLE];

  private int size;

  /** Adds the rows of a shard; those of images that are there already are left out. */
  synchronized void add(Shard shard) {
    long position = (long) shards.size() << Integer.SIZE;
    shards.add(shard);
    while ((size + shard.rows()) * 2L > slots.length) {
      grow();
    }
    for (int row = 0; row < shard.rows(); row++) {
      int slot = slot(shard.hash(row));
      if (slots[slot] == 0) {
        slots[slot] = position + row + 1;
        size++;
      }
    }
  }

  private void grow() {
    long[] old = slots;
    slots = new long[Math.multiplyExact(old.length, 2)];
    for (long entry : old) {
      if (entry != 0) {
        slots[slot(shard(entry - 1).hash(row(entry - 1)))] = entry;
      }
    }
  }

  /** Returns where an image is, or the free slot where it would be. */
  private int slot(ImageHash hash) {
    int mask = slots.length - 1;
    int slot = (int) hash.a() & mask;
    while (slots[slot] != 0 && !shard(slots[slot] - 1).hash(row(slots[slot] - 1)).equals(hash)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Returns the position of an image's row, or {@link #ABSENT}. */
  synchronized long find(ImageHash hash) {
    return slots[slot(hash)] - 1;
  }

  /** Returns the number of images. */
  synchronized int size() {
    return size;
  }

  /** Returns the shard of a position. */
  synchronized Shard shard(long position) {
    return shards.get((int) (position >>> Integer.SIZE));
  }

  /** Returns the row of a position in its shard. */
  static int row(long position) {
    return (int) position;
  }

  /** Returns a copy of the list of shards, in which positions keep their meaning. */
  synchronized List<Shard> shards() {
    return List.copyOf(shards);
  }
}
