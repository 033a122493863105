package org.fe4j.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.numeric.Float16;

/**
 * Rows that are not on disk yet. Not safe for concurrent use; confine an instance to one thread.
 */
final class PendingShard {
  /** Bytes of values in a full shard: little to lose, and large enough to read in one go. */
  private static final int SHARD_BYTES = 8 << 20;

  /** A row of a GiB; a shard must be less than two, being mapped at once. */
  static final int MAXIMUM_DIMENSION = 1 << 28;

  private static final int MAXIMUM_ROWS = 4096;

  private final int dimension;
  private final ElementType type;
  private final int capacity;
  private final Set<ImageHash> rows = new LinkedHashSet<>();
  private ByteBuffer values;

  PendingShard(int dimension, ElementType type) {
    this.dimension = dimension;
    this.type = type;
    this.capacity = capacity(dimension, type);
    this.values = ByteBuffer.allocate(rowBytes() * Math.min(capacity, 64));
    values.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the rows of a full shard. */
  static int capacity(int dimension, ElementType type) {
    return Math.max(1, Math.min(MAXIMUM_ROWS, SHARD_BYTES / (dimension * type.bytes())));
  }

  private int rowBytes() {
    return dimension * type.bytes();
  }

  boolean contains(ImageHash image) {
    return rows.contains(image);
  }

  int size() {
    return rows.size();
  }

  boolean isFull() {
    return rows.size() == capacity;
  }

  /** Adds the row of an image that is not there yet. */
  void add(ImageHash image, float[] source, int offset) throws IOException {
    reserve();
    int begin = rows.size() * rowBytes();
    if (type == ElementType.FLOAT32) {
      values
          .slice(begin, rowBytes())
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .put(source, offset, dimension);
    } else {
      putHalves(begin, source, offset);
    }
    rows.add(image);
  }

  private void putHalves(int begin, float[] source, int offset) throws IOException {
    for (int i = 0; i < dimension; i++) {
      if (!type.holds(source[offset + i])) {
        throw new IOException(
            "Value %d of a feature is %s, but float16 ends at 65,504: store features as FLOAT32"
                .formatted(i, source[offset + i]));
      }
      values.putShort(begin + 2 * i, Float16.fromFloat(source[offset + i]));
    }
  }

  /** Adds a row as another shard has it. */
  void addStored(ImageHash image, ByteBuffer row) {
    reserve();
    values.put(rows.size() * rowBytes(), row, 0, rowBytes());
    rows.add(image);
  }

  private void reserve() {
    int needed = (rows.size() + 1) * rowBytes();
    if (needed > values.capacity()) {
      long doubled = Math.min(2L * values.capacity(), (long) capacity * rowBytes());
      ByteBuffer larger =
          ByteBuffer.allocate((int) Math.max(needed, doubled)).order(ByteOrder.LITTLE_ENDIAN);
      larger.put(0, values, 0, values.capacity());
      values = larger;
    }
  }

  /**
   * Writes a shard of all rows but those of images that an index has.
   *
   * @return the file, or nothing where no row remained
   */
  Optional<Path> write(Path folder, Recipe recipe, ShardIndex besides, Durability durability)
      throws IOException {
    List<ImageHash> kept = new ArrayList<>();
    List<ByteBuffer> pieces = new ArrayList<>();
    int row = 0;
    for (ImageHash image : rows) {
      if (besides.find(image) == ShardIndex.ABSENT) {
        kept.add(image);
        pieces.add(values.slice(row * rowBytes(), rowBytes()));
      }
      row++;
    }
    return kept.isEmpty()
        ? Optional.empty()
        : Optional.of(ShardWriter.write(folder, recipe, dimension, kept, pieces, durability));
  }

  void clear() {
    rows.clear();
  }
}
