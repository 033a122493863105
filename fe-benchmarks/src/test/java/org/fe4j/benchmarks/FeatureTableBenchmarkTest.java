package org.fe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.fe4j.export.FeatureTable;
import org.fe4j.feature.DenseFeatures;
import org.junit.jupiter.api.Test;

final class FeatureTableBenchmarkTest {

  @Test
  void readsTheSameFromBothFiles() throws IOException {
    FeatureTableBenchmark benchmark = new FeatureTableBenchmark();
    benchmark.write();
    try {
      FeatureTable table = benchmark.readParquet();
      DenseFeatures npy = benchmark.readNpy();
      assertThat(table.features().rows()).isEqualTo(FeatureTableBenchmark.ROWS);
      for (int row = 0; row < FeatureTableBenchmark.ROWS; row += 999) {
        assertThat(table.features().row(row)).isEqualTo(npy.row(row));
      }
    } finally {
      benchmark.delete();
    }
  }
}
