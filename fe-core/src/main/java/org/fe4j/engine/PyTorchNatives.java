package org.fe4j.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Finds out whether DJL would find libtorch without a download: named by PYTORCH_LIBRARY_PATH, or
 * on the class path for this operating system.
 */
final class PyTorchNatives {
  private static final LibraryPath LIBRARY_PATH = new LibraryPath("PYTORCH_LIBRARY_PATH");
  private static final String DESCRIPTION = "native/lib/pytorch.properties";

  private PyTorchNatives() {}

  static void require() {
    if (LIBRARY_PATH.value().isPresent()) {
      return;
    }
    List<String> found = classifiers();
    String platform = Engines.platform();
    if (!found.contains(platform)) {
      throw new IllegalStateException(
          """
          libtorch for %s is not on the class path%s, and fe4j does not let the engine download it.
            Maven:  <dependency><groupId>ai.djl.pytorch</groupId><artifactId>pytorch-native-cpu</artifactId><version>2.7.1</version><classifier>%s</classifier></dependency>
            Gradle: runtimeOnly("ai.djl.pytorch:pytorch-native-cpu:2.7.1:%s")
          Or name a folder that holds it in the environment variable PYTORCH_LIBRARY_PATH."""
              .formatted(
                  platform,
                  found.isEmpty() ? "" : " (only for " + String.join(", ", found) + ")",
                  platform,
                  platform));
    }
  }

  /**
   * Returns which build of libtorch it is: version and flavour of the one on the class path, or,
   * for one in a folder, the sizes of its libraries, since a path says nothing.
   */
  static String build() {
    Optional<String> folder = LIBRARY_PATH.value();
    if (folder.isPresent()) {
      return LIBRARY_PATH.sizes(Path.of(folder.get()), "*torch*");
    }
    return descriptions().stream()
        .filter(d -> Engines.platform().equals(d.getProperty("classifier")))
        .map(d -> d.getProperty("version", "?") + " " + d.getProperty("flavor", "?"))
        .findFirst()
        .orElse("?");
  }

  private static List<String> classifiers() {
    return descriptions().stream().map(d -> d.getProperty("classifier", "?")).toList();
  }

  private static List<Properties> descriptions() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    if (loader == null) {
      loader = PyTorchNatives.class.getClassLoader();
    }
    List<Properties> descriptions = new ArrayList<>();
    try {
      for (URL url : Collections.list(loader.getResources(DESCRIPTION))) {
        Properties description = new Properties();
        try (InputStream in = url.openStream()) {
          description.load(in);
        }
        descriptions.add(description);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + DESCRIPTION + " on the class path", e);
    }
    return descriptions;
  }
}
