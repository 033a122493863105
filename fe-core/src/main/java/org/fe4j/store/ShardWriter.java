package org.fe4j.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.fe4j.file.WholeFile;
import org.fe4j.file.WholeFile.Durability;

/** Writes shards in the layout that {@link Shard} documents, without a copy of their values. */
final class ShardWriter {
  /** What a channel is given at once: it copies as much into memory outside the heap. */
  private static final int CHUNK_BYTES = 1 << 18;

  private static final int NAME_DIGITS = 32;

  private ShardWriter() {}

  /**
   * Writes a shard into a folder.
   *
   * @param rows hash by row, at least one
   * @param values of the rows in the same order, little-endian, in any number of pieces, each from
   *     its first byte to its limit
   * @return the file, named by its checksum, so that equal shards have one name
   */
  static Path write(
      Path folder,
      Recipe recipe,
      int dimension,
      List<ImageHash> rows,
      List<ByteBuffer> values,
      Durability durability)
      throws IOException {
    ElementType type = recipe.elementType();
    ByteBuffer head = head(recipe, dimension, type, rows);
    byte[] checksum = checksum(head, values);
    head.put(Shard.CHECKSUM_OFFSET, checksum);
    String name = HexFormat.of().formatHex(checksum).substring(0, NAME_DIGITS);
    Path file = folder.resolve(name + "." + type.extension());
    WholeFile.write(
        file,
        durability,
        temporary -> {
          try (FileChannel channel =
              FileChannel.open(
                  temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(channel, head);
            for (ByteBuffer piece : values) {
              write(channel, piece);
            }
          }
        });
    return file;
  }

  /** Returns all that stands before the values, the checksum being zeros. */
  private static ByteBuffer head(
      Recipe recipe, int dimension, ElementType type, List<ImageHash> rows) {
    int valuesOffset = Math.toIntExact(Shard.valuesOffset(rows.size()));
    ByteBuffer head =
        ByteBuffer.allocate(valuesOffset)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(0, Shard.MAGIC)
            .putInt(8, Shard.VERSION)
            .putInt(12, rows.size())
            .putInt(16, dimension)
            .putInt(20, type.bytes())
            .putLong(24, valuesOffset)
            .put(Shard.RECIPE_OFFSET, HexFormat.of().parseHex(recipe.sha256()));
    for (int row = 0; row < rows.size(); row++) {
      rows.get(row).putInto(head, Shard.HEADER_BYTES + row * ImageHash.BYTES);
    }
    return head;
  }

  private static byte[] checksum(ByteBuffer head, List<ByteBuffer> values) {
    MessageDigest digest = Sha256.newDigest();
    digest.update(head.slice(0, Shard.CHECKSUM_OFFSET));
    digest.update(head.slice(Shard.HEADER_BYTES, head.limit() - Shard.HEADER_BYTES));
    for (ByteBuffer piece : values) {
      digest.update(piece.slice(0, piece.limit()));
    }
    return digest.digest();
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    for (int begin = 0; begin < bytes.limit(); begin += CHUNK_BYTES) {
      int length = Math.min(CHUNK_BYTES, bytes.limit() - begin);
      WholeFile.writeAll(channel, bytes.slice(begin, length));
    }
  }
}
