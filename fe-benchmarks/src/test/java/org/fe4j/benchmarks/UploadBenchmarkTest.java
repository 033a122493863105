package org.fe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UploadBenchmarkTest {
  @ParameterizedTest
  @ValueSource(strings = {"PyTorch", "TensorFlow"})
  void bringsEveryByteThere(String engine) {
    UploadBenchmark benchmark = new UploadBenchmark();
    benchmark.engine = engine;
    benchmark.batchSize = 2;
    benchmark.start();
    assertThat(benchmark.upload().getShape().getShape()).containsExactly(2, 224, 224, 3);
    ByteBuffer arrived = benchmark.upload().toByteBuffer();

    assertThat(arrived.mismatch(LoadedBackbone.pixels(2, 224))).isEqualTo(-1);
    benchmark.close();
  }
}
