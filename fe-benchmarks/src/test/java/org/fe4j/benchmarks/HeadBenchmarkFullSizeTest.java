package org.fe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.ImmutableDoubleArray;
import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.feature.DenseFeatures;
import org.fe4j.feature.NpyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HeadBenchmarkFullSizeTest {

  @ParameterizedTest
  @CsvSource({"300x64x4, 32", "300x64x40, 32"})
  void trainsFiveFolds(String size, int batch) {
    HeadBenchmarkFullSize benchmark = new HeadBenchmarkFullSize(size, batch);
    benchmark.make();

    ImmutableDoubleArray losses = benchmark.train();

    int classes = Integer.parseInt(size.substring(size.lastIndexOf('x') + 1));
    assertThat(losses.length()).isEqualTo(5);
    // Better than guessing.
    losses.forEach(loss -> assertThat(loss).isBetween(0.0, 0.95 * Math.log(classes)));
  }

  @Test
  void writesWhatPythonNeedsToTrainTheSame(@TempDir Path directory) throws IOException {
    HeadBenchmarkExchange.write(directory, HeadBenchmarkData.of(50, 8, 3), 16, 2);

    DenseFeatures orders = NpyFile.read(directory.resolve("orders.npy"));
    DenseFeatures probabilities = NpyFile.read(directory.resolve("probabilities.npy"));
    assertThat(orders.rows()).isEqualTo(2);
    assertThat(orders.dimension()).isEqualTo(40);
    assertThat(orders.row(0)).isNotEqualTo(orders.row(1)).doesNotHaveDuplicates();
    assertThat(probabilities.rows()).isEqualTo(10);
    assertThat(probabilities.row(0)[0] + probabilities.row(0)[1] + probabilities.row(0)[2])
        .isBetween(0.9999f, 1.0001f);
    assertThat(NpyFile.read(directory.resolve("test.npy")).row(0)).startsWith(40, 41);
    assertThat(NpyFile.read(directory.resolve("labels.npy")).dimension()).isEqualTo(50);
    assertThat(NpyFile.read(directory.resolve("features.npy")).dimension()).isEqualTo(8);
  }
}
