package org.fe4j.zoo.verify;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** The goldens that tests read: the project's, or those of {@code -Dfe.goldens=DIR}. */
public final class Goldens {
  private Goldens() {}

  /** Returns the project's golden of an architecture. */
  public static Golden project(String id) {
    return read(projectDirectory().resolve(id + ".json.gz"));
  }

  /** Returns the goldens of the project, or of the directory that the caller of Maven named. */
  public static ImmutableList<Golden> all() {
    String directory = System.getProperty("fe.goldens", "");
    try {
      List<Path> files =
          Golden.files(directory.isEmpty() ? projectDirectory() : Path.of(directory));
      return files.stream().map(Goldens::read).collect(ImmutableList.toImmutableList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the project's golden files of further variants and image sizes. */
  public static ImmutableList<Path> variants() {
    try {
      return Golden.files(projectDirectory().resolve("variants"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the directory with the project's goldens. */
  public static Path projectDirectory() {
    try {
      return Path.of(Goldens.class.getResource("/goldens").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Golden read(Path file) {
    try {
      return Golden.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
