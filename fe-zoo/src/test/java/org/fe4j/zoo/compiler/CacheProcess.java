package org.fe4j.zoo.compiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Compiles one file slowly into a cache: a process to wait for, and to kill. */
final class CacheProcess {
  static final String CONTENT = "compiled by a process";
  static final String TEMPORARY = "model.pt.slow.tmp";

  private CacheProcess() {}

  /** Starts the process; each compilation appends a line to the log. */
  static Process start(Path root, String hash, Path log, Duration duration) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            CacheProcess.class.getName(),
            root.toString(),
            hash,
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
            "model.pt",
            file -> compile(file, Path.of(arguments[2]), Long.parseLong(arguments[3])));
  }

  private static void compile(Path file, Path log, long milliseconds) throws IOException {
    Path temporary = file.resolveSibling(TEMPORARY);
    Files.writeString(temporary, CONTENT);
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    Files.writeString(log, "compiled\n", StandardOpenOption.APPEND);
  }
}
