package org.fe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StoreBenchmarkTest {
  private final StoreBenchmark benchmark = new StoreBenchmark();

  @BeforeEach
  void fill() throws IOException {
    benchmark.fill();
  }

  @AfterEach
  void delete() throws IOException {
    benchmark.delete();
  }

  @Test
  void findsAndReadsWhatItStored() throws IOException {
    assertThat(benchmark.lookUp()).isTrue();
    assertThat(benchmark.hashImage().toString()).hasSize(64);
    float[] fromStore = benchmark.readRow().clone();
    for (int i = 1; i < StoreBenchmark.ROWS; i++) {
      benchmark.readRow(); // once around, to the row of the beginning
    }
    assertThat(benchmark.readRow()).containsExactly(fromStore);
    assertThat(benchmark.open()).isEqualTo(StoreBenchmark.ROWS);
    assertThat(benchmark.write()).isEqualTo(StoreBenchmark.ROWS);
    assertThat(benchmark.open()).isEqualTo(StoreBenchmark.ROWS);
  }

  @Test
  void readsTheSameFromTheArray() {
    float[] fromStore = benchmark.readRow().clone();
    for (int i = 1; i < StoreBenchmark.ROWS; i++) {
      benchmark.readRowOfArray();
    }
    assertThat(benchmark.readRowOfArray()).containsExactly(fromStore);
  }
}
