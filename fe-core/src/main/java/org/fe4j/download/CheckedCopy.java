package org.fe4j.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.fe4j.download.Checksum.Algorithm;
import org.fe4j.file.WholeFile;
import org.fe4j.progress.ByteProgress;
import org.fe4j.progress.ProgressListener;

/**
 * Copies of files that were fetched before. A copy appears under its name when size and checksum
 * were found right, or not at all; until then it is called {@code ….copy}.
 *
 * <p>Safe for use by multiple threads; those that write the same target must take turns.
 */
public final class CheckedCopy {
  private static final int CHUNK_BYTES = 1 << 17;

  private CheckedCopy() {}

  /**
   * Copies a file, unless the target is already right.
   *
   * @param expected what is known of it: size and checksum
   * @param source is read once
   * @param target in a folder that exists
   * @param listener is told the bytes copied and the bytes checked
   * @return the whole digest of the target in lower-case hexadecimal digits
   * @throws FileUnavailableException if the source is missing or not the file that is expected
   * @throws IOException if the source cannot be read or the target written
   */
  public static String copy(
      RemoteFile expected, Path source, Path target, ProgressListener listener) throws IOException {
    requireThere(expected, source);
    Algorithm algorithm = expected.checksum().computed();
    if (expected.checksum().isKnown()
        && Files.isRegularFile(target)
        && expected.size().fits(Files.size(target))) {
      String found = FileDigest.of(algorithm, target, listener);
      if (expected.checksum().fits(found)) {
        return found;
      }
    }
    Path part = target.resolveSibling(target.getFileName() + ".copy");
    try {
      String digits = transfer(expected, source, part, listener);
      if (!expected.checksum().fits(digits)) {
        throw new FileUnavailableException(
            "[%s] %s has the %s %s, but %s was expected. The file was changed or damaged: bring it again."
                .formatted(
                    expected.fileName(), source, algorithm, digits, expected.checksum().digits()));
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return digits;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Finds out whether a file is there and has the right size, without reading it.
   *
   * @throws FileUnavailableException if it has not
   * @throws IOException if its size cannot be read
   */
  public static void requireThere(RemoteFile expected, Path source) throws IOException {
    if (!Files.isRegularFile(source)) {
      throw new FileUnavailableException(
          "[%s] there is no file %s".formatted(expected.fileName(), source));
    }
    long bytes = Files.size(source);
    if (!expected.size().fits(bytes)) {
      throw new FileUnavailableException(
          "[%s] %s has %d bytes, but %s were expected. The file was changed or is not whole: bring it again."
              .formatted(expected.fileName(), source, bytes, expected.size()));
    }
  }

  /** Copies and returns the digest of what was copied: the source may change meanwhile. */
  private static String transfer(
      RemoteFile expected, Path source, Path part, ProgressListener listener) throws IOException {
    ByteProgress progress =
        new ByteProgress("Copying " + expected.fileName(), Files.size(source), listener);
    MessageDigest digest = FileDigest.digest(expected.checksum().computed());
    byte[] chunk = new byte[CHUNK_BYTES];
    try (InputStream in = Files.newInputStream(source);
        FileChannel out =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      for (int bytes = in.read(chunk); bytes >= 0; bytes = in.read(chunk)) {
        digest.update(chunk, 0, bytes);
        WholeFile.writeAll(out, ByteBuffer.wrap(chunk, 0, bytes));
        progress.add(bytes);
      }
      out.force(true);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
