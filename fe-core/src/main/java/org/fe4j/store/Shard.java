package org.fe4j.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.fe4j.numeric.Float16;

/**
 * A file of features of one recipe, complete and never changed; mapped into memory.
 *
 * <table>
 *   <caption>Layout; numbers are little-endian</caption>
 *   <tr><th>offset</th><th>bytes</th><th>content</th></tr>
 *   <tr><td>0</td><td>8</td><td>{@code FE4JFEAT}</td></tr>
 *   <tr><td>8</td><td>4</td><td>version, 1</td></tr>
 *   <tr><td>12</td><td>4</td><td>rows n, 1 or more</td></tr>
 *   <tr><td>16</td><td>4</td><td>dimension d, 1 or more</td></tr>
 *   <tr><td>20</td><td>4</td><td>bytes of a value: 4 for float32, 2 for float16</td></tr>
 *   <tr><td>24</td><td>8</td><td>offset v of the values, the next multiple of 64 after the images'
 *       hashes</td></tr>
 *   <tr><td>32</td><td>32</td><td>SHA-256 of the recipe</td></tr>
 *   <tr><td>64</td><td>32</td><td>SHA-256 of all other bytes of the file</td></tr>
 *   <tr><td>96</td><td>32 n</td><td>SHA-256 of each row's image</td></tr>
 *   <tr><td>96 + 32 n</td><td></td><td>zeros</td></tr>
 *   <tr><td>v</td><td></td><td>n x d values, row after row; the file ends with them</td></tr>
 * </table>
 *
 * <p>Immutable and safe for use by multiple threads. The mapping ends when nobody refers to it.
 */
final class Shard {
  static final int HEADER_BYTES = 96;
  static final long MAGIC = 0x5441_4546_4A34_4546L; // FE4JFEAT, read little-endian
  static final int VERSION = 1;
  static final int RECIPE_OFFSET = 32;
  static final int CHECKSUM_OFFSET = 64;
  private static final int ALIGNMENT = 64;
  private static final int CHUNK_BYTES = 1 << 17;

  private final Path file;
  private final Header header;
  private final ByteBuffer bytes;
  private final ByteBuffer hashes;

  private Shard(Path file, Header header, ByteBuffer bytes) {
    this.file = file;
    this.header = header;
    this.bytes = bytes;
    this.hashes = bytes.slice(HEADER_BYTES, header.rows * ImageHash.BYTES);
  }

  /** What the first bytes say, in agreement with each other and with the length of the file. */
  record Header(int rows, int dimension, ElementType elementType, int valuesOffset) {
    long fileBytes() {
      return valuesOffset + (long) rows * dimension * elementType.bytes();
    }
  }

  /**
   * Returns what a file says of itself, without a look at the rest.
   *
   * @throws DamagedStoreException if that cannot be
   */
  static Header header(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return header(file, head(Channels.newInputStream(channel)), channel.size());
    }
  }

  /**
   * Maps a file after every byte of it was compared with its checksum. For that it is read: what a
   * disk cannot give is an exception then, which names the file.
   *
   * @param recipe that the file must be of, SHA-256 in hex
   * @throws DamagedStoreException if it is not what was written
   */
  static Shard open(Path file, String recipe) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      InputStream stream = Channels.newInputStream(channel);
      ByteBuffer head = head(stream);
      Header header = header(file, head, channel.size());
      byte[] found = checksum(head, stream);
      if (!Arrays.equals(found, digits(head, CHECKSUM_OFFSET))) {
        throw new DamagedStoreException(
            file,
            "its bytes have the SHA-256 %s, but had %s when they were written"
                .formatted(hex(found), hex(digits(head, CHECKSUM_OFFSET))));
      }
      String of = hex(digits(head, RECIPE_OFFSET));
      if (!of.equals(recipe)) {
        throw new DamagedStoreException(
            file,
            "it holds features of the recipe %s, but lies in the folder of %s"
                .formatted(of, recipe));
      }
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, header.fileBytes());
      return new Shard(file, header, bytes.order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  /** Returns the first bytes, fewer where there are no more. */
  private static ByteBuffer head(InputStream stream) throws IOException {
    return ByteBuffer.wrap(stream.readNBytes(HEADER_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Header header(Path file, ByteBuffer head, long size) throws IOException {
    if (head.limit() < HEADER_BYTES || head.getLong(0) != MAGIC) {
      throw new DamagedStoreException(file, "it does not begin as a shard does");
    }
    int version = head.getInt(8);
    if (version != VERSION) {
      throw new DamagedStoreException(
          file, "its version is %d, but this fe4j reads %d".formatted(version, VERSION));
    }
    int rows = head.getInt(12);
    int dimension = head.getInt(16);
    int valueBytes = head.getInt(20);
    long valuesOffset = head.getLong(24);
    boolean sane =
        size <= Integer.MAX_VALUE // mapped at once
            && rows > 0
            && dimension > 0
            && (valueBytes == ElementType.FLOAT32.bytes()
                || valueBytes == ElementType.FLOAT16.bytes())
            && valuesOffset == valuesOffset(rows);
    if (!sane || size != valuesOffset + (long) rows * dimension * valueBytes) {
      throw new DamagedStoreException(
          file,
          "%d rows of %d values of %d bytes from byte %d on do not make %d bytes"
              .formatted(rows, dimension, valueBytes, valuesOffset, size));
    }
    ElementType type =
        valueBytes == ElementType.FLOAT32.bytes() ? ElementType.FLOAT32 : ElementType.FLOAT16;
    return new Header(rows, dimension, type, Math.toIntExact(valuesOffset));
  }

  static long valuesOffset(long rows) {
    long end = HEADER_BYTES + rows * ImageHash.BYTES;
    return (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Returns the SHA-256 of all bytes but those that hold it. */
  private static byte[] checksum(ByteBuffer head, InputStream rest) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    digest.update(head.slice(0, CHECKSUM_OFFSET));
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int count = rest.read(chunk); count >= 0; count = rest.read(chunk)) {
      digest.update(chunk, 0, count);
    }
    return digest.digest();
  }

  private static byte[] digits(ByteBuffer bytes, int offset) {
    byte[] digits = new byte[Sha256.BYTES];
    bytes.get(offset, digits);
    return digits;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  Path file() {
    return file;
  }

  int rows() {
    return header.rows;
  }

  int dimension() {
    return header.dimension;
  }

  ImageHash hash(int row) {
    return ImageHash.from(hashes, row * ImageHash.BYTES);
  }

  void copyRow(int row, float[] target, int offset) {
    try {
      copyMapped(row, target, offset);
    } catch (InternalError e) {
      // What the JVM makes of a page that the disk no longer gives.
      DamagedStoreException damage =
          new DamagedStoreException(file, "it was whole, and can no longer be read");
      damage.initCause(e);
      throw new UncheckedIOException(damage);
    }
  }

  private void copyMapped(int row, float[] target, int offset) {
    int begin = header.valuesOffset + row * header.dimension * header.elementType.bytes();
    if (header.elementType == ElementType.FLOAT32) {
      ByteBuffer values = bytes.slice(begin, header.dimension * Float.BYTES);
      values.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(target, offset, header.dimension);
      return;
    }
    for (int i = 0; i < header.dimension; i++) {
      target[offset + i] = Float16.toFloat(bytes.getShort(begin + 2 * i));
    }
  }

  /** Returns the values of a row as they are stored. */
  ByteBuffer storedRow(int row) {
    int rowBytes = header.dimension * header.elementType.bytes();
    return bytes.slice(header.valuesOffset + row * rowBytes, rowBytes);
  }
}
