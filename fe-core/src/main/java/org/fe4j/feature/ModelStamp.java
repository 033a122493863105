package org.fe4j.feature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * What changes when somebody writes a model anew: sizes, times and identities of its file, or of
 * all files in its directory.
 *
 * @param files a line for each
 */
record ModelStamp(List<String> files) {

  /**
   * Takes the stamp of a model.
   *
   * @param model a file or a directory
   * @throws IOException if it cannot be read, or is not there
   */
  static ModelStamp of(Path model) throws IOException {
    try (Stream<Path> found = Files.walk(model, FileVisitOption.FOLLOW_LINKS)) {
      return new ModelStamp(found.map(file -> line(model, file)).sorted().toList());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String line(Path model, Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      // A directory's own size and time say nothing that its files do not.
      return attributes.isDirectory()
          ? model.relativize(file) + "/"
          : "%s %s %s %s"
              .formatted(
                  model.relativize(file),
                  attributes.size(),
                  attributes.lastModifiedTime(),
                  attributes.fileKey());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
