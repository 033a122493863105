package org.fe4j.zoo.savedmodel;

import com.google.common.collect.ImmutableList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.fe4j.file.WholeFile;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.zoo.compiler.ParameterValues;

/**
 * Writes variables as a checkpoint of TensorFlow ("tensor bundle", version 2).
 *
 * <pre>
 * variables.data-00000-of-00001   the elements of all variables, one after another, little-endian
 * variables.index                 a table in LevelDB's format, sorted by key
 *   block                         for each: 0, key length, value length, key, value; restart points
 *     ""   BundleHeaderProto      1 shard, little-endian, version 1
 *     NAME BundleEntryProto       type, shape, shard, offset, size, CRC-32C of the elements
 *   block                         no entries: the table has no statistics
 *   block                         one entry: the last key, offset and size of the first block
 *   footer                        offset and size of the other two, 40 bytes; magic number
 * </pre>
 *
 * Each block has one byte for its compression, none, and a CRC-32C behind it.
 *
 * @see <a href="https://github.com/google/leveldb/blob/main/doc/table_format.md">LevelDB's table
 *     format</a>
 */
final class VariablesWriter {
  private static final String DATA = "variables.data-00000-of-00001";
  private static final String INDEX = "variables.index";
  private static final int FOOTER_HANDLES = 40;
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int MASK = 0xa282ead8;

  private VariablesWriter() {}

  /** Is told about each variable that was written. */
  @FunctionalInterface
  interface Listener {
    /** Takes the bytes that were written so far. */
    void onWritten(long bytes);
  }

  /** Writes the two files into a folder that exists. */
  static void write(
      Path folder,
      ImmutableList<Variable> variables,
      ParameterValues values,
      Durability durability,
      Listener listener)
      throws IOException {
    TreeMap<String, Message> entries = new TreeMap<>();
    entries.put("", header());
    try (FileChannel channel = open(folder.resolve(DATA))) {
      for (Variable variable : variables) {
        long offset = channel.position();
        CRC32C checksum = new CRC32C();
        variable.writeTo(
            values,
            bytes -> {
              checksum.update(bytes.duplicate());
              WholeFile.writeAll(channel, bytes);
            });
        entries.put(variable.name(), entry(variable, offset, masked(checksum)));
        listener.onWritten(channel.position());
      }
      force(channel, durability);
    }
    try (FileChannel channel = open(folder.resolve(INDEX))) {
      WholeFile.writeAll(channel, ByteBuffer.wrap(table(entries)));
      force(channel, durability);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static void force(FileChannel channel, Durability durability) throws IOException {
    if (durability == Durability.ON_DISK) {
      channel.force(true);
    }
  }

  private static Message header() {
    return new Message().number(1, 1).number(2, 0).message(3, new Message().number(1, 1));
  }

  private static Message entry(Variable variable, long offset, int checksum) {
    return new Message()
        .number(1, variable.type().type().number())
        .message(2, Attributes.shapeMessage(variable.sizes()))
        .number(3, 0)
        .number(4, offset)
        .number(5, variable.byteSize())
        .fixed32(6, checksum);
  }

  private static byte[] table(SortedMap<String, Message> entries) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    byte[] data = handle(append(file, block(entries)));
    byte[] statistics = handle(append(file, block(Map.of())));
    byte[] index = handle(append(file, block(List.of(entries.lastKey()), List.of(data))));
    ByteBuffer footer =
        ByteBuffer.allocate(FOOTER_HANDLES + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    footer.put(statistics).put(index).putLong(FOOTER_HANDLES, MAGIC);
    file.writeBytes(footer.array());
    return file.toByteArray();
  }

  /** Where a block begins in the file, and its size without what stands behind it. */
  private record Stretch(long offset, long size) {}

  private static byte[] handle(Stretch block) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Message.varint(bytes, block.offset);
    Message.varint(bytes, block.size);
    return bytes.toByteArray();
  }

  private static Stretch append(ByteArrayOutputStream file, byte[] block) {
    Stretch stretch = new Stretch(file.size(), block.length);
    byte[] compression = {0};
    CRC32C checksum = new CRC32C();
    checksum.update(block);
    checksum.update(compression);
    file.writeBytes(block);
    file.writeBytes(compression);
    file.writeBytes(little(masked(checksum)));
    return stretch;
  }

  private static byte[] block(Map<String, Message> entries) {
    return block(
        List.copyOf(entries.keySet()), entries.values().stream().map(Message::toBytes).toList());
  }

  /** Keys are written whole, each a restart point: readers find one by halving. */
  private static byte[] block(List<String> keys, List<byte[]> values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteArrayOutputStream restarts = new ByteArrayOutputStream();
    for (int i = 0; i < keys.size(); i++) {
      restarts.writeBytes(little(bytes.size()));
      byte[] key = keys.get(i).getBytes(StandardCharsets.US_ASCII);
      Message.varint(bytes, 0);
      Message.varint(bytes, key.length);
      Message.varint(bytes, values.get(i).length);
      bytes.writeBytes(key);
      bytes.writeBytes(values.get(i));
    }
    if (keys.isEmpty()) {
      restarts.writeBytes(little(0)); // there is always one
    }
    bytes.writeBytes(restarts.toByteArray());
    bytes.writeBytes(little(Math.max(1, keys.size())));
    return bytes.toByteArray();
  }

  /** A checksum that stands beside what it covers is changed, as in LevelDB. */
  private static int masked(CRC32C checksum) {
    int value = (int) checksum.getValue();
    return Integer.rotateRight(value, 15) + MASK;
  }

  private static byte[] little(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
