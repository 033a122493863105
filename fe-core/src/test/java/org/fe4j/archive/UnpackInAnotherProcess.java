package org.fe4j.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A program that begins to unpack an archive and never ends: to be killed, and waited for. */
final class UnpackInAnotherProcess {
  private UnpackInAnotherProcess() {}

  /** Takes the archive and the folder. */
  public static void main(String[] arguments) throws IOException {
    Unpacker.builder()
        .build()
        .unpack(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            progress -> {
              try {
                Thread.sleep(60_000);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  static Process start(Path archive, Path folder) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                classPath,
                UnpackInAnotherProcess.class.getName(),
                archive.toString(),
                folder.toString()))
        .inheritIO()
        .start();
  }
}
