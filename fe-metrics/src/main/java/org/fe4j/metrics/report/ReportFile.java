package org.fe4j.metrics.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes a file of a report that appears whole or not at all. */
public final class ReportFile {
  private ReportFile() {}

  /** What a file holds. */
  @FunctionalInterface
  public interface Content {
    /** Writes it, and does not close the writer. */
    void writeTo(BufferedWriter out) throws IOException;
  }

  /**
   * Writes a file in UTF-8, making its folder where it is missing. An existing file is replaced.
   *
   * @throws IOException if it cannot be written; what was there before is still there then
   */
  public static void write(Path file, Content content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("Not a file: " + file);
    }
    Files.createDirectories(folder);
    // Not a temporary file of the JDK: those can be read by their owner alone.
    Path partial = folder.resolve(".fe4j-%s.tmp".formatted(UUID.randomUUID()));
    try {
      try (BufferedWriter out = Files.newBufferedWriter(partial)) {
        content.writeTo(out);
      }
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
