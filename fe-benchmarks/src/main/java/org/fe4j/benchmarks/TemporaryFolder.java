package org.fe4j.benchmarks;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder for as long as a benchmark runs. */
record TemporaryFolder(Path path) implements AutoCloseable {

  /** Makes an empty folder. */
  static TemporaryFolder create() throws IOException {
    return new TemporaryFolder(Files.createTempDirectory("fe4j-benchmark-"));
  }

  /** Makes another empty folder in this one. */
  Path newFolder() throws IOException {
    return Files.createTempDirectory(path, "run-");
  }

  /** Deletes all that is in it, and the folder. */
  @Override
  public void close() throws IOException {
    MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
  }
}
