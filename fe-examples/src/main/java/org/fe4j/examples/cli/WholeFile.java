package org.fe4j.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that appear whole or not at all. */
final class WholeFile {
  private WholeFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  interface Content {
    /** Writes to a file that may exist, and is empty then. */
    void writeTo(Path file) throws IOException;
  }

  /**
   * Writes a file beside its final place and moves it there; its folder is made where it is
   * missing.
   *
   * @throws IOException if it cannot be written; what was there before is still there then
   */
  static void write(Path file, Content content) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null) {
      throw new IOException("Not a file: " + file);
    }
    Files.createDirectories(folder);
    // Not a temporary file of the JDK: those can be read by their owner alone.
    Path partial = folder.resolve(absolute.getFileName() + ".partial");
    try {
      content.writeTo(partial);
      Files.move(partial, absolute, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
