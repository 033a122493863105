package org.fe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CompileBenchmarkTest {
  @ParameterizedTest
  @ValueSource(strings = {"PyTorch", "TensorFlow"})
  void writesAllWeightsEachTime(String engine) throws Exception {
    CompileBenchmark benchmark = new CompileBenchmark();
    benchmark.engine = engine;
    benchmark.backbone = "squeezenet1_1";
    benchmark.generate();
    // 722,496 of its parameters are before the classifier, of four bytes each.
    long least = 4 * 722_496;
    assertThat(benchmark.compile()).isBetween(least, least + 100_000);
    assertThat(benchmark.compile()).isBetween(least, least + 100_000);
    benchmark.delete();
  }
}
