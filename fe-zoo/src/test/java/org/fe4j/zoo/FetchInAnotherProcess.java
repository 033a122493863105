package org.fe4j.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fe4j.download.OfflineMode;
import org.fe4j.progress.ProgressListener;

/** A program that fetches twenty weight files, all of which are in the cache, one after another. */
final class FetchInAnotherProcess {
  static final int COUNT = 20;

  private FetchInAnotherProcess() {}

  /** Takes the directory of the weights and the beginning of the tags. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    WeightCache cache = new WeightCache(directory, OfflineMode.REQUESTED, Zoo::find);
    for (int i = 0; i < COUNT; i++) {
      cache.fetch(entry(arguments[1] + i), ProgressListener.NONE);
    }
  }

  static ZooEntry entry(String weights) {
    return PublishedFiles.entry(weights, "https://host.invalid/", PublishedFiles.sha256(weights));
  }

  /** Puts the files into the cache and starts the program. */
  static Process start(Path directory, String tags) throws IOException {
    for (int i = 0; i < COUNT; i++) {
      String weights = tags + i;
      String file = entry(weights).location().orElseThrow().fileName();
      Files.write(directory.resolve(file), PublishedFiles.content(weights));
    }
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                classPath,
                FetchInAnotherProcess.class.getName(),
                directory.toString(),
                tags))
        .inheritIO()
        .start();
  }
}
