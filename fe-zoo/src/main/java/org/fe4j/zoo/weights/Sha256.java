package org.fe4j.zoo.weights;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import org.fe4j.progress.ProgressListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SHA-256 of files, and what is remembered of it. */
final class Sha256 {
  private static final Logger LOG = LoggerFactory.getLogger(Sha256.class);
  private static final int CHUNK_BYTES = 1 << 17;

  private Sha256() {}

  /** Returns the SHA-256 of a file's content in 64 lower-case hexadecimal digits. */
  static String of(Path file, ProgressListener listener) throws IOException {
    return of(file, String.valueOf(file.getFileName()), listener);
  }

  /** The same, for a file that people know by another name. */
  static String of(Path file, String name, ProgressListener listener) throws IOException {
    ByteProgress progress = new ByteProgress("Checking " + name, Files.size(file), listener);
    Hasher hasher = Hashing.sha256().newHasher();
    byte[] chunk = new byte[CHUNK_BYTES];
    try (InputStream stream = Files.newInputStream(file)) {
      for (int bytes = stream.read(chunk); bytes >= 0; bytes = stream.read(chunk)) {
        hasher.putBytes(chunk, 0, bytes);
        progress.add(bytes);
      }
    }
    return hasher.hash().toString();
  }

  /**
   * Returns the SHA-256 of a file of the cache: the remembered one while the file has the size and
   * time of then, so that gigabytes are not read again.
   */
  static String remembered(Path file, ProgressListener listener) throws IOException {
    String stamp = stamp(file);
    Path memory = memory(file);
    if (Files.isReadable(memory)) {
      List<String> lines = Files.readAllLines(memory, StandardCharsets.ISO_8859_1);
      if (lines.size() == 2 && lines.get(0).equals(stamp) && lines.get(1).length() == 64) {
        return lines.get(1);
      }
    }
    String sha256 = of(file, listener);
    remember(file, sha256);
    return sha256;
  }

  /** Writes down a file's SHA-256; a cache that cannot be written to does without. */
  static void remember(Path file, String sha256) {
    try {
      // Not Files.createTempFile, whose files nobody else may read.
      Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
      Files.write(part, List.of(stamp(file), sha256));
      Files.move(
          part, memory(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.debug("Cannot remember the checksum of {}", file, e);
    }
  }

  private static Path memory(Path file) {
    return file.resolveSibling(file.getFileName() + ".sha256");
  }

  private static String stamp(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return attributes.size() + " " + attributes.lastModifiedTime();
  }
}
