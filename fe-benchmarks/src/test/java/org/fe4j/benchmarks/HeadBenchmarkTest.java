package org.fe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HeadBenchmarkTest {
  private final HeadBenchmark benchmark = new HeadBenchmark(200, 64, 4);

  @BeforeEach
  void make() {
    benchmark.make();
  }

  @Test
  void findsTheClasses() {
    // Guessing is 0.25.
    assertThat(benchmark.linearHead()).isBetween(0.6, 1.0);
    assertThat(benchmark.logisticRegression()).isBetween(0.6, 1.0);
    assertThat(benchmark.nearestNeighbors()).isBetween(0.6, 1.0);
    assertThat(benchmark.nearestMean()).isBetween(0.6, 1.0);
  }

  @Test
  void auditsEverySetting() {
    assertThat(benchmark.audit().settings()).hasSize(9).noneMatch(setting -> setting.diverged());
  }
}
