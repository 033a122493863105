package org.fe4j.store;

import com.google.common.primitives.ImmutableIntArray;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Rows of a store in the order of somebody's images, read from mapped files when they are asked
 * for: eight bytes of heap a row.
 *
 * <p>Immutable and safe for use by multiple threads. Stays valid when the store is changed.
 */
public final class StoredRows {
  private final List<Shard> shards;
  private final long[] positions;
  private final int dimension;

  StoredRows(List<Shard> shards, long[] positions, int dimension) {
    this.shards = shards;
    this.positions = positions;
    this.dimension = dimension;
  }

  /** Returns the number of rows. */
  public int rows() {
    return positions.length;
  }

  /** Returns the length of a row. */
  public int dimension() {
    return dimension;
  }

  /** Returns the hash of a row's image. */
  public ImageHash image(int row) {
    long position = positions[Objects.checkIndex(row, positions.length)];
    return shards.get((int) (position >>> Integer.SIZE)).hash(ShardIndex.row(position));
  }

  /**
   * Copies a row.
   *
   * @param target receives {@link #dimension()} values from {@code offset}
   * @throws IndexOutOfBoundsException if there is no such row or no room
   */
  public void copyRow(int row, float[] target, int offset) {
    long position = positions[Objects.checkIndex(row, positions.length)];
    shards.get((int) (position >>> Integer.SIZE)).copyRow(ShardIndex.row(position), target, offset);
  }

  /**
   * Returns for each row the first row of the same image, which is its own where none is before.
   */
  public ImmutableIntArray copies() {
    Map<Long, Integer> first = new HashMap<>();
    ImmutableIntArray.Builder copies = ImmutableIntArray.builder(positions.length);
    for (int row = 0; row < positions.length; row++) {
      Integer before = first.putIfAbsent(positions[row], row);
      copies.add(before == null ? row : before);
    }
    return copies.build();
  }

  /** Returns the SHA-256, in hex, of the images' hashes, row after row. */
  public String imagesSha256() {
    MessageDigest digest = Sha256.newDigest();
    ByteBuffer bytes = ByteBuffer.allocate(ImageHash.BYTES);
    for (int row = 0; row < positions.length; row++) {
      image(row).putInto(bytes, 0);
      digest.update(bytes.array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
