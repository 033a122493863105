package org.fe4j.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingHeapTest {
  @TempDir Path folder;

  @Test
  void theHeapHoldsNoFeatures() throws IOException, InterruptedException {
    // 122 MiB of values through a heap of 80.
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED", // newer JDKs warn without it
                    "-Xmx80m",
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ReadingProcess.class.getName(),
                    folder.toString(),
                    "62500",
                    "512"))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(output, UTF_8))
        .matches("62500 rows of 62500 equal, \\d+ MiB of heap kept, read in \\d+ ms\\R");
  }
}
