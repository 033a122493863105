package org.fe4j.zoo.compiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.fe4j.file.StagedFolder;

/** Compiles a file or a folder slowly into a cache: a process to wait for, and to kill. */
final class CacheProcess {
  static final String CONTENT = "compiled by a process";
  static final String TEMPORARY = "model.pt.slow.tmp";

  /** What is compiled in two files, one of them in a folder of its own. */
  static final String FOLDER = "saved_model";

  static final String TEMPORARY_FOLDER = "saved_model.part";

  private CacheProcess() {}

  /** Starts a process that compiles a file; each compilation appends a line to the log. */
  static Process start(Path root, String hash, Path log, Duration duration) throws IOException {
    return start(root, hash, "model.pt", log, duration);
  }

  /** The same for a folder. */
  static Process startFolder(Path root, String hash, Path log, Duration duration)
      throws IOException {
    return start(root, hash, FOLDER, log, duration);
  }

  private static Process start(Path root, String hash, String name, Path log, Duration duration)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            CacheProcess.class.getName(),
            root.toString(),
            hash,
            name,
            log.toString(),
            Long.toString(duration.toMillis()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  public static void main(String[] arguments) throws IOException {
    CompilationCache.in(Path.of(arguments[0]))
        .get(
            arguments[1],
            arguments[2],
            path -> {
              Duration duration = Duration.ofMillis(Long.parseLong(arguments[4]));
              if (arguments[2].equals(FOLDER)) {
                compileFolder(path, duration);
              } else {
                compile(path, duration);
              }
              Files.writeString(Path.of(arguments[3]), "compiled\n", StandardOpenOption.APPEND);
            });
  }

  private static void compile(Path file, Duration duration) throws IOException {
    Path temporary = file.resolveSibling(TEMPORARY);
    Files.writeString(temporary, CONTENT);
    sleep(duration);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void compileFolder(Path path, Duration duration) throws IOException {
    try (StagedFolder folder = StagedFolder.create(path)) {
      Path inner = Files.createDirectory(folder.path().resolve("variables"));
      Files.writeString(inner.resolve("index"), CONTENT);
      sleep(duration);
      Files.writeString(folder.path().resolve("saved_model.pb"), CONTENT);
      folder.publish();
    }
  }

  private static void sleep(Duration duration) throws IOException {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
