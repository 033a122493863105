package org.fe4j.zoo.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against what PyTorch's interpolate(mode="bicubic") makes of unit vectors, in float64. */
class GridResamplingTest {

  @Test
  void alignsCornersAsPyTorch() {
    assertWeights(GridResampling.CORNERS_ALIGNED, 7, 10, 3, 0, 0, 1, 0, 0, 0, 0);
  }

  @Test
  void widensItsFilterAsPyTorchWithAntialias() {
    assertWeights(
        GridResampling.ANTIALIASED,
        7,
        4,
        1,
        -0.0372078721,
        0.205514555,
        0.555658057,
        0.316420664,
        -0.0173226732,
        -0.0230627306,
        0);
    assertWeights(GridResampling.ANTIALIASED, 4, 7, 1, 0.697946716, 0.340234176, -0.0381808926, 0);
  }

  @Test
  void movesByTheOffsetAsPyTorchWithAScaleFactor() {
    assertWeights(
        GridResampling.OFFSET,
        7,
        4,
        1,
        0,
        -0.0403247015,
        0.99191783,
        0.0510253587,
        -0.00261848711,
        0,
        0);
    // Beyond the end, the last value goes on.
    assertWeights(GridResampling.OFFSET, 4, 7, 6, 0, 0, -0.0853135451, 1.08531355);
  }

  @ParameterizedTest
  @EnumSource
  void weightsAddUpToOne(GridResampling resampling) {
    for (int to = 1; to < 40; to++) {
      for (int index = 0; index < to; index++) {
        assertThat(Arrays.stream(resampling.weights(16, to, index)).sum())
            .isCloseTo(1, within(1e-12));
      }
    }
  }

  private static void assertWeights(
      GridResampling resampling, int from, int to, int index, double... expected) {
    assertThat(resampling.weights(from, to, index)).containsExactly(expected, within(1e-8));
  }
}
