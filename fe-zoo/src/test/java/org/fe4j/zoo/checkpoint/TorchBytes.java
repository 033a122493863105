package org.fe4j.zoo.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives like those of torch.save, written by hand. */
final class TorchBytes {
  private TorchBytes() {}

  /** Returns a pickle of protocol 2; each character is a byte. */
  static byte[] pickle(String instructions) {
    return ("\u0080\u0002" + instructions).getBytes(ISO_8859_1);
  }

  /** Returns an archive of stored entries, in the order of their names. */
  static byte[] zip(Map<String, byte[]> entries) throws IOException {
    return zip(entries, ZipEntry.STORED);
  }

  /** Returns an archive of compressed entries. */
  static byte[] deflated(Map<String, byte[]> entries) throws IOException {
    return zip(entries, ZipEntry.DEFLATED);
  }

  private static byte[] zip(Map<String, byte[]> entries, int method) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> each : new TreeMap<>(entries).entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        entry.setMethod(method);
        entry.setTime(0);
        if (method == ZipEntry.STORED) {
          CRC32 crc = new CRC32();
          crc.update(each.getValue());
          entry.setCrc(crc.getValue());
          entry.setSize(each.getValue().length);
        }
        zip.putNextEntry(entry);
        zip.write(each.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** Returns an archive of one entry whose sizes and offsets are all in zip64 fields. */
  static byte[] zip64(String name, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    byte[] path = name.getBytes(ISO_8859_1);
    ByteBuffer out = ByteBuffer.allocate(1000 + content.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x04034b50).putShort((short) 45).putShort((short) 0).putShort((short) 0).putInt(0);
    out.putInt((int) crc.getValue()).putInt(-1).putInt(-1);
    out.putShort((short) path.length).putShort((short) 20).put(path);
    out.putShort((short) 1).putShort((short) 16).putLong(content.length).putLong(content.length);
    out.put(content);
    int central = out.position();
    out.putInt(0x02014b50).putShort((short) 45).putShort((short) 45).putInt(0).putInt(0);
    out.putInt((int) crc.getValue()).putInt(-1).putInt(-1);
    out.putShort((short) path.length).putShort((short) (6 + 28)).putShort((short) 0);
    out.putShort((short) 0).putShort((short) 0).putInt(0).putInt(-1).put(path);
    // Another field comes first, and is stepped over.
    out.putShort((short) 0x5a5a).putShort((short) 2).putShort((short) 0);
    out.putShort((short) 1).putShort((short) 24).putLong(content.length).putLong(content.length);
    out.putLong(0);
    int end64 = out.position();
    out.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45).putInt(0);
    out.putInt(0).putLong(1).putLong(1).putLong(end64 - central).putLong(central);
    out.putInt(0x07064b50).putInt(0).putLong(end64).putInt(1);
    out.putInt(0x06054b50).putInt(0).putShort((short) -1).putShort((short) -1);
    out.putInt(-1).putInt(-1).putShort((short) 3).put("end".getBytes(ISO_8859_1));
    return Arrays.copyOf(out.array(), out.position());
  }

  /** Returns a copy with another byte at an index. */
  static byte[] changed(byte[] bytes, int index, int value) {
    byte[] copy = bytes.clone();
    copy[index] = (byte) value;
    return copy;
  }
}
