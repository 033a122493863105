package org.fe4j.zoo.savedmodel;

import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a table in LevelDB's format from its end, as its documentation says, and checks it. */
final class TableReader {
  private static final int FOOTER_BYTES = 48;
  private static final int TRAILER_BYTES = 5;
  private static final int MASK = 0xa282ead8;

  private final byte[] file;

  private TableReader(byte[] file) {
    this.file = file;
  }

  /** Returns the entries in the order of the table. */
  static ImmutableMap<String, ByteString> entries(byte[] file) throws IOException {
    return new TableReader(file).entries();
  }

  /** Returns the checksum of which this one is the masked form. */
  static int unmasked(int checksum) {
    return Integer.rotateLeft(checksum - MASK, 15);
  }

  static int crc32c(byte[] bytes) {
    return Hashing.crc32c().hashBytes(bytes).asInt();
  }

  private ImmutableMap<String, ByteString> entries() throws IOException {
    ByteBuffer footer =
        ByteBuffer.wrap(file, file.length - FOOTER_BYTES, FOOTER_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    require(footer.getLong(file.length - 8) == 0xdb4775248b80fb57L, "magic number");
    CodedInputStream handles = CodedInputStream.newInstance(footer);
    Map<String, ByteString> statistics = block(handles.readRawVarint64(), handles);
    require(statistics.isEmpty(), "no statistics");
    Map<String, ByteString> index = block(handles.readRawVarint64(), handles);
    ImmutableMap.Builder<String, ByteString> entries = ImmutableMap.builder();
    for (Map.Entry<String, ByteString> handle : index.entrySet()) {
      CodedInputStream bytes = handle.getValue().newCodedInput();
      Map<String, ByteString> block = block(bytes.readRawVarint64(), bytes);
      String last = block.keySet().stream().reduce((a, b) -> b).orElseThrow();
      // The index gives a key that no key of the block follows.
      require(last.compareTo(handle.getKey()) <= 0, "index key");
      entries.putAll(block);
    }
    return entries.buildOrThrow();
  }

  private Map<String, ByteString> block(long offset, CodedInputStream handle) throws IOException {
    int begin = Math.toIntExact(offset);
    int end = begin + Math.toIntExact(handle.readRawVarint64());
    require(file[end] == 0, "no compression");
    int stored = ByteBuffer.wrap(file, end + 1, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    byte[] covered = Arrays.copyOfRange(file, begin, end + TRAILER_BYTES - 4);
    require(unmasked(stored) == crc32c(covered), "checksum of a block");
    int restarts = ByteBuffer.wrap(file, end - 4, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    require(restarts >= 1, "a restart point");
    int keysEnd = end - 4 - 4 * restarts;
    Map<String, ByteString> entries = new LinkedHashMap<>();
    Map<Integer, String> whole = new LinkedHashMap<>();
    CodedInputStream bytes = CodedInputStream.newInstance(file, begin, keysEnd - begin);
    String key = "";
    while (!bytes.isAtEnd()) {
      int at = bytes.getTotalBytesRead();
      int shared = bytes.readRawVarint32();
      int own = bytes.readRawVarint32();
      int size = bytes.readRawVarint32();
      key =
          key.substring(0, shared)
              + new String(bytes.readRawBytes(own), StandardCharsets.ISO_8859_1);
      if (shared == 0) {
        whole.put(at, key);
      }
      require(entries.put(key, ByteString.copyFrom(bytes.readRawBytes(size))) == null, "key once");
    }
    ByteBuffer points = ByteBuffer.wrap(file, keysEnd, 4 * restarts).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < restarts && !entries.isEmpty(); i++) {
      require(whole.containsKey(points.getInt()), "a whole key at each restart point");
    }
    return entries;
  }

  private static void require(boolean condition, String what) throws IOException {
    if (!condition) {
      throw new IOException("Not a table: " + what);
    }
  }
}
