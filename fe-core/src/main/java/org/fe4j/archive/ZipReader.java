package org.fe4j.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Reads a zip by its central directory, which is at the end, so that a cut one is refused. */
final class ZipReader implements ArchiveReader {
  /** The bits of a Unix mode that say what a file is. */
  private static final int TYPE_BITS = 0170000;

  private static final int LINK = 0120000;
  private static final int REGULAR = 0100000;
  private static final int BLOCK_DEVICE = 0060000;
  private static final int FOLDER = 0040000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int FIFO = 0010000;

  private final String name;
  private final ZipFile zip;
  private final Iterator<ZipArchiveEntry> entries;
  private final CRC32 checksum = new CRC32();
  private @Nullable ZipArchiveEntry entry;
  private @Nullable InputStream content;
  private long entryBytes;
  private long position;

  private ZipReader(String name, ZipFile zip) {
    this.name = name;
    this.zip = zip;
    this.entries = Collections.list(zip.getEntriesInPhysicalOrder()).iterator();
  }

  static ZipReader open(Path archive, String name) throws IOException {
    try {
      return new ZipReader(
          name, ZipFile.builder().setPath(archive).setIgnoreLocalFileHeader(true).get());
    } catch (IOException | IllegalArgumentException e) {
      throw MalformedArchiveException.damaged(name, e);
    }
  }

  @Override
  public Optional<ArchiveMember> next() throws IOException {
    closeContent();
    if (!entries.hasNext()) {
      return Optional.empty();
    }
    ZipArchiveEntry next = entries.next();
    ArchiveEntryType type = type(next);
    entry = next;
    entryBytes = 0;
    checksum.reset();
    try {
      content = type == ArchiveEntryType.FILE ? zip.getInputStream(next) : null;
    } catch (IOException | IllegalArgumentException e) {
      throw MalformedArchiveException.damaged(name, e);
    }
    return Optional.of(new ArchiveMember(name(next), type));
  }

  /** The library turns backslashes into slashes on some occasions, so the bytes are asked. */
  private static String name(ZipArchiveEntry entry) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(entry.getRawName()))
          .toString();
    } catch (CharacterCodingException e) {
      return new String(entry.getRawName(), StandardCharsets.UTF_8); // With U+FFFD, refused.
    }
  }

  private ArchiveEntryType type(ZipArchiveEntry found) {
    ArchiveEntryType type =
        switch (found.getUnixMode() & TYPE_BITS) {
          case LINK -> ArchiveEntryType.SYMBOLIC_LINK;
          case BLOCK_DEVICE, CHARACTER_DEVICE -> ArchiveEntryType.DEVICE;
          case FIFO -> ArchiveEntryType.FIFO;
          case 0, REGULAR, FOLDER ->
              found.isDirectory() ? ArchiveEntryType.FOLDER : ArchiveEntryType.FILE;
          default -> ArchiveEntryType.UNKNOWN;
        };
    if (type == ArchiveEntryType.FILE && found.getGeneralPurposeBit().usesEncryption()) {
      return ArchiveEntryType.ENCRYPTED_FILE;
    }
    boolean unknown = type == ArchiveEntryType.FILE && !zip.canReadEntryData(found);
    return unknown ? ArchiveEntryType.UNKNOWN : type;
  }

  @Override
  public int read(byte[] chunk) throws IOException {
    if (content == null) {
      return -1;
    }
    int read;
    try {
      read = content.read(chunk);
    } catch (IOException e) {
      throw MalformedArchiveException.damaged(name, e);
    }
    if (read >= 0) {
      checksum.update(chunk, 0, read);
      entryBytes += read;
    } else if (entry != null) {
      requireStated(entry);
    }
    return read;
  }

  /** The library compares neither. */
  private void requireStated(ZipArchiveEntry found) throws MalformedArchiveException {
    if (entryBytes != found.getSize() || checksum.getValue() != found.getCrc()) {
      throw MalformedArchiveException.of(
          name,
          name(found),
          "has %d bytes with the CRC %08x, but the archive states %d and %08x"
              .formatted(entryBytes, checksum.getValue(), found.getSize(), found.getCrc()));
    }
  }

  private void closeContent() throws IOException {
    if (content != null) {
      content.close();
      content = null;
    }
    if (entry != null) {
      position += entry.getCompressedSize();
      entry = null;
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void close() throws IOException {
    try {
      closeContent();
    } finally {
      zip.close();
    }
  }
}
