package org.fe4j.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.fe4j.download.Checksum.Algorithm;
import org.fe4j.file.WholeFile;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.progress.ByteProgress;
import org.fe4j.progress.ProgressListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The digests of files, and what is remembered of them. */
final class FileDigest {
  private static final Logger LOG = LoggerFactory.getLogger(FileDigest.class);
  private static final int CHUNK_BYTES = 1 << 17;

  private FileDigest() {}

  /** Returns the digest of a file's content in lower-case hexadecimal digits. */
  static String of(Algorithm algorithm, Path file, ProgressListener listener) throws IOException {
    return of(algorithm, file, String.valueOf(file.getFileName()), listener);
  }

  /** The same, for a file that people know by another name. */
  static String of(Algorithm algorithm, Path file, String name, ProgressListener listener)
      throws IOException {
    ByteProgress progress = new ByteProgress("Checking " + name, Files.size(file), listener);
    MessageDigest digest = digest(algorithm);
    byte[] chunk = new byte[CHUNK_BYTES];
    try (InputStream stream = Files.newInputStream(file)) {
      for (int bytes = stream.read(chunk); bytes >= 0; bytes = stream.read(chunk)) {
        digest.update(chunk, 0, bytes);
        progress.add(bytes);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Returns an empty digest. */
  static MessageDigest digest(Algorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.toString());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JVM lacks " + algorithm + ", which every JVM has", e);
    }
  }

  /**
   * Returns the digest of a file of the cache: the remembered one while the file has the size and
   * time of then, so that gigabytes are not read again.
   */
  static String remembered(Algorithm algorithm, Path file, ProgressListener listener)
      throws IOException {
    String stamp = stamp(file);
    Path memory = memory(algorithm, file);
    if (Files.isReadable(memory)) {
      List<String> lines = Files.readAllLines(memory, StandardCharsets.ISO_8859_1);
      if (lines.size() == 2 && lines.get(0).equals(stamp) && lines.get(1).length() >= 32) {
        return lines.get(1);
      }
    }
    String digits = of(algorithm, file, listener);
    remember(algorithm, file, digits);
    return digits;
  }

  /** Writes down a file's digest; a cache that cannot be written to does without. */
  static void remember(Algorithm algorithm, Path file, String digits) {
    try {
      WholeFile.write(
          memory(algorithm, file),
          Durability.IN_MEMORY,
          temporary -> Files.write(temporary, List.of(stamp(file), digits)));
    } catch (IOException e) {
      LOG.debug("Cannot remember the checksum of {}", file, e);
    }
  }

  /** Returns where a digest is remembered: {@code FILE.sha256} or {@code FILE.md5}. */
  private static Path memory(Algorithm algorithm, Path file) {
    String extension = algorithm.toString().replace("-", "").toLowerCase(Locale.ROOT);
    return file.resolveSibling(file.getFileName() + "." + extension);
  }

  private static String stamp(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return attributes.size() + " " + attributes.lastModifiedTime();
  }
}
