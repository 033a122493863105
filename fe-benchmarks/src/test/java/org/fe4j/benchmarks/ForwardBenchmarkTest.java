package org.fe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.fe4j.backbone.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardBenchmarkTest {
  @ParameterizedTest
  @CsvSource({
    "PyTorch, FP32, true",
    "PyTorch, FP32, false",
    "PyTorch, BF16, true",
    "TensorFlow, FP32, true",
    "TensorFlow, FP32, false",
    "TensorFlow, BF16, true"
  })
  void givesAFeatureForEachImage(String engine, Precision precision, boolean passes)
      throws Exception {
    ForwardBenchmark benchmark = new ForwardBenchmark();
    benchmark.engine = engine;
    benchmark.precision = precision;
    benchmark.architecture = "squeezenet1_1";
    benchmark.batchSize = 2;
    benchmark.passes = passes;
    benchmark.load();
    float[] features = benchmark.forward();
    benchmark.close();
    assertThat(features).hasSize(2 * 512);
    Set<Float> different = new HashSet<>();
    for (float value : features) {
      assertThat(value).isFinite();
      different.add(value);
    }
    assertThat(different).hasSizeGreaterThan(100);
  }
}
