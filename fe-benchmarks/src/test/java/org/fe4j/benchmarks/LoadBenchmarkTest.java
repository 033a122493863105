package org.fe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoadBenchmarkTest {
  @ParameterizedTest
  @ValueSource(strings = {"PyTorch", "TensorFlow"})
  void loadsWhatItReads(String engine) throws Exception {
    LoadBenchmark benchmark = new LoadBenchmark();
    benchmark.engine = engine;
    benchmark.backbone = "squeezenet1_1";
    benchmark.compile();
    assertThat(benchmark.load()).isTrue();
    assertThat(benchmark.loadAndForward()).hasSize(512).doesNotContain(Float.NaN);
    // 722,496 of its parameters are before the classifier, of four bytes each.
    assertThat(benchmark.readBytes()).isBetween(4L * 722_496, 4L * 722_496 + 100_000);
    assertThat(benchmark.readIntoMemory()).isEqualTo(benchmark.readBytes());
    benchmark.delete();
  }
}
