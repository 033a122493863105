package org.fe4j.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * By which users name a folder of native libraries of their own: an environment variable, or else a
 * system property of the same name, as DJL reads them.
 *
 * @param name of both
 */
record LibraryPath(String name) {

  /** Returns what the user has set. */
  Optional<String> value() {
    return Optional.ofNullable(System.getenv(name))
        .or(() -> Optional.ofNullable(System.getProperty(name)));
  }

  /**
   * Returns the sizes of the libraries in a folder, which tell one build from another: a path says
   * nothing.
   *
   * @param pattern of the libraries' names
   */
  String sizes(Path folder, String pattern) {
    List<String> sizes = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
      for (Path file : files) {
        sizes.add("%s of %s bytes".formatted(file.getFileName(), Files.size(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + name + ", " + folder, e);
    }
    Collections.sort(sizes);
    return String.join(", ", sizes);
  }
}
