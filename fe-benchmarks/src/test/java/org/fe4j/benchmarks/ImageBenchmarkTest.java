package org.fe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.fe4j.image.RgbImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ImageBenchmarkTest {
  private final ImageBenchmark benchmark = new ImageBenchmark();

  @BeforeEach
  void generate() throws IOException {
    benchmark.generate();
  }

  @Test
  void decodesThePhotograph() throws IOException {
    RgbImage image = benchmark.decode();

    assertThat(image.width()).isEqualTo(500);
    assertThat(image.height()).isEqualTo(375);
    assertThat(mean(image.pixels())).isBetween(120.0, 134.0);
  }

  @Test
  void resizesToCropsOfTheSameBrightness() throws IOException {
    assertThat(mean(benchmark.resizeBilinear())).isBetween(120.0, 134.0);
    assertThat(mean(benchmark.resizeBicubic())).isBetween(120.0, 134.0);
    assertThat(benchmark.resizeBicubic()).hasSize(224 * 224 * 3);
  }

  @Test
  void givesTheSameCropWithAndWithoutDecoding() throws IOException {
    byte[] whole = benchmark.decodeAndResize().clone();

    assertThat(benchmark.resizeBilinear()).isEqualTo(whole);
  }

  private static double mean(byte[] levels) {
    long sum = 0;
    for (byte level : levels) {
      sum += level & 0xFF;
    }
    return (double) sum / levels.length;
  }
}
