package org.fe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.fe4j.backbone.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ForwardBenchmarkTest {
  @ParameterizedTest
  @CsvSource({
    "PyTorch, FP32, FUSED",
    "PyTorch, BF16, FUSED",
    "TensorFlow, FP32, FUSED",
    "TensorFlow, FP32, PLAIN",
    "TensorFlow, BF16, FUSED"
  })
  void givesAFeatureForEachImage(String engine, Precision precision, Program program)
      throws Exception {
    float[] features = features(engine, "squeezenet1_1", precision, program);
    assertThat(features).hasSize(2 * 512);
    Set<Float> different = new HashSet<>();
    for (float value : features) {
      assertThat(value).isFinite();
      different.add(value);
    }
    assertThat(different).hasSizeGreaterThan(100);
  }

  @Test
  void computesTheSameInBothPrograms() throws Exception {
    float[] fused = features("PyTorch", "mobilenet_v3_small", Precision.FP32, Program.FUSED);
    float[] plain = features("PyTorch", "mobilenet_v3_small", Precision.FP32, Program.PLAIN);

    float largest = 0;
    for (float value : plain) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(largest).isPositive();
    assertThat(fused).hasSize(2 * 1024);
    for (int i = 0; i < plain.length; i++) {
      assertThat(fused[i]).isCloseTo(plain[i], within(largest * 1e-5f));
    }
  }

  private static float[] features(
      String engine, String backbone, Precision precision, Program program) throws Exception {
    ForwardBenchmark benchmark = new ForwardBenchmark();
    benchmark.engine = engine;
    benchmark.precision = precision;
    benchmark.backbone = backbone;
    benchmark.batchSize = 2;
    benchmark.program = program;
    benchmark.load();
    float[] features = benchmark.forward();
    benchmark.close();
    return features;
  }
}
