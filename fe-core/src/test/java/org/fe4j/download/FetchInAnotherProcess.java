package org.fe4j.download;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.fe4j.progress.ProgressListener;

/** A program that fetches one file: to be killed, and to be waited for. */
final class FetchInAnotherProcess {
  private FetchInAnotherProcess() {}

  /** Takes the cache directory, the address and the checksum. */
  public static void main(String[] arguments) throws IOException {
    Fetcher.builder(Path.of(arguments[0]))
        .build()
        .fetch(RemoteFile.of(URI.create(arguments[1]), arguments[2]), ProgressListener.NONE);
  }

  static Process start(Path directory, RemoteFile location) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                classPath,
                FetchInAnotherProcess.class.getName(),
                directory.toString(),
                location.uri().toString(),
                location.checksum().digits()))
        .inheritIO()
        .start();
  }
}
