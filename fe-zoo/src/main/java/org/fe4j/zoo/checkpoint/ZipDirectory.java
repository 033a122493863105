package org.fe4j.zoo.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Where the entries of a zip archive lie in the file. Only stored entries can be read: PyTorch
 * compresses nothing but code, and what is not compressed needs no memory to read.
 *
 * <table>
 * <caption>What is read, little-endian, offsets in bytes</caption>
 * <tr><th>record</th><th>fields</th></tr>
 * <tr><td>end of central directory, 22</td><td>signature 0x06054b50; 10 entries (16 bits); 12 size
 * (32); 16 offset (32); 20 comment length (16)</td></tr>
 * <tr><td>zip64 locator, 20, just before</td><td>signature 0x07064b50; 8 offset of the zip64 end
 * (64)</td></tr>
 * <tr><td>zip64 end, 56</td><td>signature 0x06064b50; 32 entries (64); 40 size (64); 48 offset
 * (64)</td></tr>
 * <tr><td>central header, 46</td><td>signature 0x02014b50; 8 flags; 10 method; 16 CRC-32; 20
 * compressed size; 24 size; 28 name length; 30 extra length; 32 comment length; 42 offset of the
 * local header; name, extra (id 1: 64-bit values of the fields that are all ones), comment</td></tr>
 * <tr><td>local header, 30</td><td>signature 0x04034b50; 26 name length; 28 extra length; name,
 * extra; then the data</td></tr>
 * </table>
 *
 * See <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE.TXT</a>.
 */
final class ZipDirectory {
  /** Bounds the heap: a tensor is an entry, and {@link SafetensorsReader} allows as many. */
  private static final int MAXIMUM_ENTRIES = SafetensorsReader.MAXIMUM_TENSORS + 1000;

  /** Bounds the heap: names are short paths. */
  private static final int MAXIMUM_NAME_BYTES = 4096;

  private static final int END_BYTES = 22;
  private static final int LOCATOR_BYTES = 20;
  private static final int END64_BYTES = 56;
  private static final int CENTRAL_BYTES = 46;
  private static final int LOCAL_BYTES = 30;
  private static final long UINT32_MAX = 0xffffffffL;
  private static final String DAMAGED = ". The file is damaged: download it again.";

  /**
   * An entry as the central directory states it.
   *
   * @param statedAt byte offset in the file of its central header
   */
  private record Entry(
      String name,
      int method,
      int flags,
      long crc,
      long stored,
      long size,
      long local,
      long statedAt) {}

  /** The bytes of an entry: {@code [begin, begin + bytes)} of the file. */
  record Range(long begin, long bytes) {}

  private final MappedFile file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private ZipDirectory(MappedFile file) {
    this.file = file;
  }

  static ZipDirectory read(MappedFile file) throws MalformedWeightsException {
    ZipDirectory directory = new ZipDirectory(file);
    directory.readEntries();
    return directory;
  }

  Iterable<String> names() {
    return entries.keySet();
  }

  boolean contains(String name) {
    return entries.containsKey(name);
  }

  /** Returns where the bytes of a stored entry lie. */
  Range range(String name) throws MalformedWeightsException {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new MalformedWeightsException(
          file.path(),
          "the archive has no entry \"" + name + "\". The file is incomplete: download it again.");
    }
    if ((entry.flags() & 1) != 0 || entry.method() != 0 || entry.stored() != entry.size()) {
      throw file.malformed(
          entry.statedAt(),
          name,
          "the entry is compressed or encrypted, which PyTorch never does. Unpack the archive and"
              + " pack it again without compression (zip -0), or save it again from PyTorch.");
    }
    long local = entry.local();
    if (local > file.size() - LOCAL_BYTES || file.unsignedInt(local) != 0x04034b50) {
      throw file.malformed(entry.statedAt(), name, "no local header at byte " + local + DAMAGED);
    }
    long begin =
        local + LOCAL_BYTES + file.unsignedShort(local + 26) + file.unsignedShort(local + 28);
    if (begin > file.size() || entry.size() > file.size() - begin) {
      throw file.malformed(
          entry.statedAt(),
          name,
          String.format(
              "%d bytes from byte %d reach beyond the file's %d%s",
              entry.size(), begin, file.size(), DAMAGED));
    }
    return new Range(begin, entry.size());
  }

  /** Returns the range of a small entry whose checksum is right. */
  Range verifiedRange(String name, long maximumBytes) throws MalformedWeightsException {
    Range range = range(name);
    if (range.bytes() > maximumBytes) {
      throw file.malformed(
          range.begin(),
          name,
          range.bytes()
              + " bytes, but at most "
              + maximumBytes
              + " are allowed. Save the state dict alone, in PyTorch.");
    }
    CRC32 crc = new CRC32();
    for (long done = 0; done < range.bytes(); ) {
      int step = (int) Math.min(file.viewBytes(), range.bytes() - done);
      crc.update(file.view(range.begin() + done, step));
      done += step;
    }
    Entry entry = entries.get(name);
    if (entry == null || crc.getValue() != entry.crc()) {
      throw file.malformed(range.begin(), name, "the checksum does not fit the content" + DAMAGED);
    }
    return range;
  }

  private void readEntries() throws MalformedWeightsException {
    long end = findEnd();
    long count = file.unsignedShort(end + 10);
    long bytes = file.unsignedInt(end + 12);
    long position = file.unsignedInt(end + 16);
    long locator = end - LOCATOR_BYTES;
    if (locator >= 0 && file.unsignedInt(locator) == 0x07064b50) {
      long end64 = file.int64(locator + 8);
      if (end64 < 0 || end64 > locator - END64_BYTES || file.unsignedInt(end64) != 0x06064b50) {
        throw file.malformed(locator, "zip64 locator", "it points nowhere" + DAMAGED);
      }
      count = file.int64(end64 + 32);
      bytes = file.int64(end64 + 40);
      position = file.int64(end64 + 48);
    }
    if (position < 0 || bytes < 0 || position > end || bytes > end - position) {
      throw file.malformed(end, "central directory", "it lies outside of the file" + DAMAGED);
    }
    if (count < 0 || count > MAXIMUM_ENTRIES) {
      throw file.malformed(
          end,
          "number of entries",
          Long.toUnsignedString(count) + ", but at most " + MAXIMUM_ENTRIES + " are allowed");
    }
    long limit = position + bytes;
    for (long i = 0; i < count; i++) {
      position = readEntry(position, limit);
    }
  }

  /** The end record has a comment of any length behind it, so it is looked for backwards. */
  private long findEnd() throws MalformedWeightsException {
    int tailBytes = (int) Math.min(file.size(), END_BYTES + 0xffff);
    long tailBegin = file.size() - tailBytes;
    ByteBuffer tail =
        ByteBuffer.wrap(file.bytes(tailBegin, tailBytes)).order(ByteOrder.LITTLE_ENDIAN);
    int last = tailBytes - END_BYTES;
    for (int at = last; at >= 0; at--) {
      if (tail.getInt(at) == 0x06054b50 && (tail.getShort(at + 20) & 0xffff) == last - at) {
        return tailBegin + at;
      }
    }
    throw new MalformedWeightsException(
        file.path(),
        "begins as a zip archive but has no end of central directory in its last bytes (of "
            + file.size()
            + "). The file is truncated: download it again.");
  }

  private long readEntry(long at, long limit) throws MalformedWeightsException {
    if (at > limit - CENTRAL_BYTES || file.unsignedInt(at) != 0x02014b50) {
      throw file.malformed(at, "central header", "none is here" + DAMAGED);
    }
    int nameBytes = file.unsignedShort(at + 28);
    int extraBytes = file.unsignedShort(at + 30);
    long next = at + CENTRAL_BYTES + nameBytes + extraBytes + file.unsignedShort(at + 32);
    if (next > limit || nameBytes > MAXIMUM_NAME_BYTES) {
      throw file.malformed(at, "central header", "its name or extra field is too long" + DAMAGED);
    }
    String name = new String(file.bytes(at + CENTRAL_BYTES, nameBytes), StandardCharsets.UTF_8);
    long[] wide = {file.unsignedInt(at + 24), file.unsignedInt(at + 20), file.unsignedInt(at + 42)};
    widen(wide, at + CENTRAL_BYTES + nameBytes, extraBytes);
    Entry entry =
        new Entry(
            name,
            file.unsignedShort(at + 10),
            file.unsignedShort(at + 8),
            file.unsignedInt(at + 16),
            wide[1],
            wide[0],
            wide[2],
            at);
    if (entry.size() < 0 || entry.stored() < 0 || entry.local() < 0) {
      throw file.malformed(at, name, "a size or offset is beyond 2^63" + DAMAGED);
    }
    if (entries.put(name, entry) != null) {
      throw file.malformed(at, name, "two entries have this name" + DAMAGED);
    }
    return next;
  }

  /** Replaces sizes and offset that are all ones by those of the zip64 extra field, in order. */
  private void widen(long[] wide, long begin, int bytes) throws MalformedWeightsException {
    for (long at = begin; at + 4 <= begin + bytes; ) {
      long dataBegin = at + 4;
      long dataEnd = dataBegin + file.unsignedShort(at + 2);
      if (dataEnd > begin + bytes) {
        break;
      }
      if (file.unsignedShort(at) == 1) {
        for (int i = 0; i < wide.length; i++) {
          if (wide[i] == UINT32_MAX && dataBegin + 8 <= dataEnd) {
            wide[i] = file.int64(dataBegin);
            dataBegin += 8;
          }
        }
      }
      at = dataEnd;
    }
  }
}
