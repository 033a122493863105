package org.fe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.fe4j.feature.DatasetFeatures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EndToEndBenchmarkTest {
  private final EndToEndBenchmark benchmark = new EndToEndBenchmark();

  @ParameterizedTest
  @ValueSource(strings = {"PyTorch", "TensorFlow"})
  void extractsEveryImageInEachInvocation(String engine) throws Exception {
    benchmark.engine = engine;
    benchmark.images = 6;
    checkTwoInvocations();
  }

  @Test
  void readsAGivenFolder(@TempDir Path folder) throws Exception {
    Photographs.write(folder, 6, 0);
    benchmark.folder = folder.toString();
    checkTwoInvocations();
  }

  private void checkTwoInvocations() throws Exception {
    benchmark.backbone = "squeezenet1_1";
    benchmark.batchSize = 4;
    benchmark.generate();
    for (int invocation = 0; invocation < 2; invocation++) {
      benchmark.open();
      DatasetFeatures features = benchmark.extract();
      assertThat(features.extracted()).isEqualTo(6); // None was in the store.
      assertThat(features.rows()).isEqualTo(6);
      assertThat(row(features, 0)).hasSize(512).isNotEqualTo(row(features, 1));
      benchmark.close();
    }
    benchmark.delete();
  }

  private static float[] row(DatasetFeatures features, int index) {
    float[] row = new float[features.dimension()];
    features.copyRow(index, row, 0);
    return row;
  }
}
