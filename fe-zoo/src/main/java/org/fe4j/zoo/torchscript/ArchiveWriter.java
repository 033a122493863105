package org.fe4j.zoo.torchscript;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes a zip file of stored entries whose data begins at multiples of 64 bytes, as libtorch maps
 * it. Entries are streamed; the checksum is written back into the entry's header at its end.
 *
 * <pre>
 * local header   PK\3\4 version flags method time date crc size size nameLength extraLength
 *                name extra: [zip64: 0x0001 16 size size] padding: 'FB' length spaces
 * data           the entry's bytes, from a multiple of 64
 * …
 * directory      PK\1\2 … for each entry, with [zip64: 0x0001 …] where a number needs 64 bits
 * [zip64 end     PK\6\6 …, and its locator PK\6\7 …]
 * end            PK\5\6 …
 * </pre>
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE.TXT</a>
 */
final class ArchiveWriter implements Closeable {
  private static final int ALIGNMENT = 64;
  private static final int VERSION = 20;
  private static final int ZIP64_VERSION = 45;
  private static final int ZIP64_FIELD = 1;
  private static final int PADDING_FIELD = 'F' | 'B' << 8;
  private static final int LOCAL_HEADER = 30;
  private static final int CRC_OFFSET = 14;
  private static final long MAXIMUM_32 = 0xFFFFFFFFL;
  private static final int MAXIMUM_16 = 0xFFFF;
  // 1980-01-01: the same content gives the same bytes.
  private static final int DATE = 1 << 5 | 1;

  /** Writes the bytes of an entry. */
  @FunctionalInterface
  interface Content {
    /** Writes all bytes of the entry to the sink. */
    void writeTo(Sink sink) throws IOException;
  }

  /** Takes the bytes of an entry. */
  @FunctionalInterface
  interface Sink {
    /** Appends what remains in the buffer. */
    void write(ByteBuffer bytes) throws IOException;
  }

  private record Entry(String name, long size, long headerOffset, long crc) {}

  private final FileChannel channel;
  private final long threshold64;
  private final List<Entry> entries = new ArrayList<>();

  private ArchiveWriter(FileChannel channel, long threshold64) {
    this.channel = channel;
    this.threshold64 = threshold64;
  }

  /** Opens a new file for writing, which must not exist. */
  static ArchiveWriter create(Path file) throws IOException {
    return create(file, MAXIMUM_32);
  }

  /** The same, with numbers from {@code threshold64} on in zip64 fields: small files test them. */
  static ArchiveWriter create(Path file, long threshold64) throws IOException {
    return new ArchiveWriter(
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        threshold64);
  }

  /** Adds an entry of these bytes. */
  void add(String name, byte[] content) throws IOException {
    add(name, content.length, sink -> sink.write(ByteBuffer.wrap(content)));
  }

  /**
   * Adds an entry.
   *
   * @param size exact number of bytes that {@code content} writes
   * @throws IllegalStateException if it writes another number
   */
  void add(String name, long size, Content content) throws IOException {
    long headerOffset = channel.position();
    writeFully(localHeader(name.getBytes(StandardCharsets.UTF_8), size, headerOffset));
    long begin = channel.position();
    CRC32 crc = new CRC32();
    content.writeTo(
        bytes -> {
          crc.update(bytes.duplicate());
          writeFully(bytes);
        });
    long written = channel.position() - begin;
    if (written != size) {
      throw new IllegalStateException(name + " has " + written + " bytes, not " + size);
    }
    ByteBuffer patch = buffer(Integer.BYTES);
    patch.putInt((int) crc.getValue()).flip();
    channel.write(patch, headerOffset + CRC_OFFSET);
    entries.add(new Entry(name, size, headerOffset, crc.getValue()));
  }

  /** Writes the directory, which ends the file. */
  void finish() throws IOException {
    long begin = channel.position();
    for (Entry entry : entries) {
      writeFully(directoryHeader(entry));
    }
    long size = channel.position() - begin;
    if (begin >= threshold64 || size >= threshold64 || entries.size() >= MAXIMUM_16) {
      writeFully(end64(begin, size, channel.position()));
    }
    ByteBuffer end = buffer(22);
    int count = Math.min(entries.size(), MAXIMUM_16);
    end.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
    end.putShort((short) count).putShort((short) count);
    end.putInt(clipped(size)).putInt(clipped(begin)).putShort((short) 0).flip();
    writeFully(end);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private ByteBuffer localHeader(byte[] name, long size, long headerOffset) {
    boolean large = size >= threshold64;
    int fixed = LOCAL_HEADER + name.length + (large ? 20 : 0);
    int padding = Math.floorMod(-(headerOffset + fixed + 4), ALIGNMENT);
    ByteBuffer header = buffer(fixed + 4 + padding);
    header.putInt(0x04034b50).putShort((short) (large ? ZIP64_VERSION : VERSION));
    header.putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort((short) DATE);
    header.putInt(0);
    header.putInt(large ? -1 : (int) size).putInt(large ? -1 : (int) size);
    header.putShort((short) name.length);
    header.putShort((short) (header.capacity() - LOCAL_HEADER - name.length));
    header.put(name);
    if (large) {
      header.putShort((short) ZIP64_FIELD).putShort((short) 16).putLong(size).putLong(size);
    }
    header.putShort((short) PADDING_FIELD).putShort((short) padding);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }

  private ByteBuffer directoryHeader(Entry entry) {
    byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
    boolean largeSize = entry.size >= threshold64;
    boolean largeOffset = entry.headerOffset >= threshold64;
    int extra = (largeSize ? 16 : 0) + (largeOffset ? 8 : 0);
    int version = extra > 0 ? ZIP64_VERSION : VERSION;
    ByteBuffer header = buffer(46 + name.length + (extra > 0 ? 4 + extra : 0));
    header.putInt(0x02014b50).putShort((short) version).putShort((short) version);
    header.putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort((short) DATE);
    header.putInt((int) entry.crc);
    header.putInt(largeSize ? -1 : (int) entry.size).putInt(largeSize ? -1 : (int) entry.size);
    header.putShort((short) name.length).putShort((short) (extra > 0 ? 4 + extra : 0));
    header.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
    header.putInt(largeOffset ? -1 : (int) entry.headerOffset);
    header.put(name);
    if (extra > 0) {
      header.putShort((short) ZIP64_FIELD).putShort((short) extra);
    }
    if (largeSize) {
      header.putLong(entry.size).putLong(entry.size);
    }
    if (largeOffset) {
      header.putLong(entry.headerOffset);
    }
    return header.flip();
  }

  private ByteBuffer end64(long begin, long size, long recordOffset) {
    ByteBuffer end = buffer(56 + 20);
    end.putInt(0x06064b50).putLong(44);
    end.putShort((short) ZIP64_VERSION).putShort((short) ZIP64_VERSION).putInt(0).putInt(0);
    end.putLong(entries.size()).putLong(entries.size()).putLong(size).putLong(begin);
    end.putInt(0x07064b50).putInt(0).putLong(recordOffset).putInt(1);
    return end.flip();
  }

  private int clipped(long value) {
    return value >= threshold64 ? -1 : (int) value;
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
