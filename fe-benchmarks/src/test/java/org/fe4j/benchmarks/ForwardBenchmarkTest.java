package org.fe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardBenchmarkTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givesAFeatureForEachImage(boolean passes) throws Exception {
    ForwardBenchmark benchmark = new ForwardBenchmark();
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
