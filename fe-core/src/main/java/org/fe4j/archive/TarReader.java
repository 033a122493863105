package org.fe4j.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Reads a tar (POSIX pax, ustar, GNU, V7), perhaps in gzip. */
final class TarReader implements ArchiveReader {
  private static final int CHUNK_BYTES = 1 << 16;

  /**
   * Bounds headers, which the library keeps in memory, and padding at the end. Extended headers
   * hold names of a few hundred bytes; tar writes 10 KiB of padding.
   */
  private static final int HEADER_BYTES = 1 << 20;

  private final String name;

  /** The file itself. */
  private final CountedInput raw;

  /** The tar, after gzip. */
  private final CountedInput bytes;

  private final TarArchiveInputStream tar;
  private long entryBytes;

  private TarReader(String name, CountedInput raw, CountedInput bytes) {
    this.name = name;
    this.raw = raw;
    this.bytes = bytes;
    this.tar =
        new TarArchiveInputStream(
            bytes,
            TarConstants.DEFAULT_BLKSIZE,
            TarConstants.DEFAULT_RCDSIZE,
            StandardCharsets.UTF_8.name(),
            /* lenient= */ false);
  }

  static TarReader open(Path archive, String name, boolean gzip) throws IOException {
    CountedInput raw = new CountedInput(Files.newInputStream(archive));
    boolean opened = false;
    try {
      InputStream stream =
          gzip ? new GZIPInputStream(raw, CHUNK_BYTES) : new BufferedInputStream(raw, CHUNK_BYTES);
      TarReader reader = new TarReader(name, raw, new CountedInput(stream));
      opened = true;
      return reader;
    } catch (IOException e) {
      throw MalformedArchiveException.damaged(name, e);
    } finally {
      if (!opened) {
        raw.close();
      }
    }
  }

  @Override
  public Optional<ArchiveMember> next() throws IOException {
    long begin = bytes.count();
    bytes.allow(HEADER_BYTES);
    try {
      TarArchiveEntry entry = tar.getNextEntry();
      if (entry == null) {
        requireEnd(begin);
        return Optional.empty();
      }
      if (!entry.isCheckSumOK()) {
        throw new IOException("a header has the wrong checksum");
      }
      bytes.allowAll();
      entryBytes = 0;
      return Optional.of(new ArchiveMember(entry.getName(), type(entry)));
    } catch (IOException | IllegalArgumentException e) {
      throw MalformedArchiveException.damaged(name, e);
    }
  }

  /**
   * The library takes the end of the file for the end of the archive. The latter is a record of
   * zeros; what stands between it and the last entry pads that to whole records.
   */
  private void requireEnd(long begin) throws IOException {
    long padding = (RECORD_BYTES - entryBytes % RECORD_BYTES) % RECORD_BYTES;
    if (bytes.count() < begin + padding + RECORD_BYTES) {
      throw new IOException("the mark of the end is missing");
    }
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int read = 0; read >= 0; ) {
      read = bytes.read(chunk, 0, chunk.length); // So that gzip compares its checksum.
    }
  }

  private static ArchiveEntryType type(TarArchiveEntry entry) {
    return switch (entry.getLinkFlag()) {
      case TarConstants.LF_NORMAL, TarConstants.LF_CONTIG, TarConstants.LF_OLDNORM -> {
        if (entry.isSparse()) {
          yield ArchiveEntryType.SPARSE_FILE;
        }
        // V7 had no type for folders.
        yield entry.getName().endsWith("/") ? ArchiveEntryType.FOLDER : ArchiveEntryType.FILE;
      }
      case TarConstants.LF_DIR -> ArchiveEntryType.FOLDER;
      case TarConstants.LF_SYMLINK -> ArchiveEntryType.SYMBOLIC_LINK;
      case TarConstants.LF_LINK -> ArchiveEntryType.HARD_LINK;
      case TarConstants.LF_BLK, TarConstants.LF_CHR -> ArchiveEntryType.DEVICE;
      case TarConstants.LF_FIFO -> ArchiveEntryType.FIFO;
      case TarConstants.LF_GNUTYPE_SPARSE -> ArchiveEntryType.SPARSE_FILE;
      default -> ArchiveEntryType.UNKNOWN;
    };
  }

  @Override
  public int read(byte[] chunk) throws IOException {
    try {
      int read = tar.read(chunk, 0, chunk.length);
      entryBytes += Math.max(read, 0);
      return read;
    } catch (IOException e) {
      throw MalformedArchiveException.damaged(name, e);
    }
  }

  @Override
  public long position() {
    return raw.count();
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
