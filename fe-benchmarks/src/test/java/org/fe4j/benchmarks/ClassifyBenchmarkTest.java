package org.fe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.fe4j.classifier.ClassifiedImages;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClassifyBenchmarkTest {
  @ParameterizedTest
  @CsvSource({
    "PyTorch, shufflenet_v2_x0_5.fe4j_formula_v1",
    "TensorFlow, shufflenet_v2_x0_5.fe4j_formula_v1",
    "PyTorch, squeezenet1_1"
  })
  void givesProbabilitiesOfFilesAndOfPixels(String engine, String backbone) throws Exception {
    ClassifyBenchmark benchmark = new ClassifyBenchmark();
    benchmark.engine = engine;
    benchmark.backbone = backbone;
    benchmark.batchSize = 2;
    benchmark.load();
    ClassifiedImages answers = benchmark.files();
    assertThat(answers.images()).hasSize(2);
    assertThat(answers.skipped()).isEmpty();
    float together = answers.images().get(0).classification().best().probability();
    assertThat(benchmark.oneFile()).isCloseTo(together, within(1e-5f));
    float[] rows = benchmark.forward();
    assertThat(rows).hasSize(2 * 2);
    assertThat(rows[0] + rows[1]).isCloseTo(1, within(1e-5f));
    benchmark.close();
  }
}
