package org.fe4j.export;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files that appear whole or not at all. */
final class WholeFile {
  private WholeFile() {}

  /** Writes the content of a file that is not there yet. */
  interface Content {
    void writeTo(Path file) throws IOException;
  }

  /** Writes a file beside its final place, sees it on the disk, and moves it there. */
  static void write(Path file, Content content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("Not a file: " + file);
    }
    Files.createDirectories(folder);
    Path part = folder.resolve(".%s.%s.part".formatted(file.getFileName(), UUID.randomUUID()));
    try {
      content.writeTo(part);
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
