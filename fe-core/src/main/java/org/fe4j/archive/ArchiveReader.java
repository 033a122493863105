package org.fe4j.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * The entries of an archive, one after the other. Each entry must be read to its end before the
 * next is asked for, so that damage is found wherever it is.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
sealed interface ArchiveReader extends Closeable permits TarReader, ZipReader {

  /** What a header of a tar has, and what a zip has many of. */
  int RECORD_BYTES = 512;

  /**
   * Opens an archive; the content says which kind it is, whatever the name.
   *
   * @throws MalformedArchiveException if it is none
   */
  static ArchiveReader open(Path archive) throws IOException {
    String name = String.valueOf(archive.getFileName());
    byte[] lead;
    try (InputStream stream = Files.newInputStream(archive)) {
      lead = stream.readNBytes(RECORD_BYTES);
    }
    if (beginsWith(lead, 0x1f, 0x8b)) {
      return TarReader.open(archive, name, true);
    }
    if (beginsWith(lead, 'P', 'K', 3, 4) || beginsWith(lead, 'P', 'K', 5, 6)) {
      return ZipReader.open(archive, name);
    }
    if (isTarHeader(lead)) {
      return TarReader.open(archive, name, false);
    }
    throw MalformedArchiveException.of(
        name, "A tar, a tar in gzip, or a zip is needed, but the file begins as none of them");
  }

  private static boolean isTarHeader(byte[] lead) {
    try {
      return lead.length == RECORD_BYTES && TarUtils.verifyCheckSum(lead);
    } catch (IllegalArgumentException e) {
      return false; // No digits where the checksum would be.
    }
  }

  private static boolean beginsWith(byte[] bytes, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (bytes.length <= i || bytes[i] != (byte) magic[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Goes to the next entry.
   *
   * @throws MalformedArchiveException if the archive is damaged, or ends before its end
   */
  Optional<ArchiveMember> next() throws IOException;

  /**
   * Reads bytes of the entry; returns how many, or -1 at its end.
   *
   * @throws MalformedArchiveException if the archive is damaged, or the entry has not the length or
   *     the checksum that the archive states
   */
  int read(byte[] chunk) throws IOException;

  /** Returns how many bytes of the archive were used so far, about. */
  long position();
}
