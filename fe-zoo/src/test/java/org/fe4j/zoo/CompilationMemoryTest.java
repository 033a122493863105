package org.fe4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Weights are streamed: a heap far smaller than the model is enough. {@code CompileProcess ENGINE
 * vit_h_14 DIRECTORY} under {@code -Xmx256m} is the same for the largest model of the zoo.
 */
class CompilationMemoryTest {

  @Test
  @Timeout(300)
  void aModelOf346MegabytesCompilesInAHeapOf40(@TempDir Path directory) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "-cp",
                System.getProperty("java.class.path"),
                CompileProcess.class.getName(),
                "PyTorch",
                "vit_b_16",
                directory.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).startsWith("vit_b_16: 346");
  }
}
