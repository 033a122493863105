package org.fe4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Weights are streamed: a heap far smaller than the model is enough. {@code CompileProcess ENGINE
 * vit_h_14 DIRECTORY} under {@code -Xmx256m} is the same for a model of 2.5 GB.
 */
class CompilationMemoryTest {

  @ParameterizedTest
  @CsvSource({"PyTorch, 40m", "TensorFlow, 48m"})
  void aModelOf346MegabytesCompilesInASmallHeap(String engine, String heap, @TempDir Path directory)
      throws Exception {
    String output =
        ChildJvm.of(CompileProcess.class, heap).run(engine, "vit_b_16", directory.toString());
    assertThat(output).startsWith("vit_b_16: 346");
  }
}
