package org.fe4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Native memory: predictions leave none, two models live side by side, and a closed one gives back
 * its own. {@code -Dfe.predictions=10000} makes as many.
 */
@EnabledOnOs(OS.LINUX)
class ModelMemoryTest {
  private static final int PREDICTIONS = Integer.getInteger("fe.predictions", 1000);

  /** The weights of ViT-B/16. */
  private static final long WEIGHTS_MEGABYTES = 330;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"PyTorch, true", "TensorFlow, true", "TensorFlow, false"})
  @Timeout(300)
  void staysFlatAndComesBack(String engine, boolean systemAllocator) throws Exception {
    String output = run(engine, systemAllocator);
    List<Long> megabytes =
        Pattern.compile(": (\\d+) MB")
            .matcher(output)
            .results()
            .map(line -> Long.parseLong(line.group(1)))
            .toList();
    assertThat(megabytes).as(output).hasSize(8);
    long flat = megabytes.get(1);
    // An input has 12 kB and an output 4 kB: kept, those of 1,000 predictions would be 16 MB.
    assertThat(flat - megabytes.get(0)).as(output).isLessThan(12);
    long loaded = megabytes.get(2);
    assertThat(loaded - flat).as(output).isGreaterThan(WEIGHTS_MEGABYTES);
    if (systemAllocator) {
      for (int closed = 3; closed < megabytes.size(); closed += 2) {
        assertThat(megabytes.get(closed) - flat).as(output).isLessThan(WEIGHTS_MEGABYTES / 5);
      }
    } else {
      // TensorFlow keeps it for its next models: they need no more.
      assertThat(megabytes.get(7) - loaded).as(output).isLessThan(WEIGHTS_MEGABYTES / 5);
    }
  }

  private String run(String engine, boolean systemAllocator)
      throws IOException, InterruptedException {
    return ChildJvm.of(ModelMemoryProcess.class, "128m")
        .flag("-XX:+UseSerialGC")
        .flag("-Dfe4j.cache=" + folder.resolve("cache"))
        .environment("TF_ONEDNN_USE_SYSTEM_ALLOCATOR", systemAllocator ? "1" : "0")
        // Threads of libtorch wait for each other, minutes on a busy machine.
        .environment("OMP_NUM_THREADS", "1")
        .run(engine, folder.toString(), Integer.toString(PREDICTIONS));
  }
}
