package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TorchElementTest {

  @Test
  void everyHalfPrecisionNumberComesBackAsItself() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = float16(bits);
      if (!Float.isNaN(value)) {
        assertThat(TorchElement.toFloat16(value)).isEqualTo((short) bits);
      }
    }
    assertThat(TorchElement.toFloat16(Float.NaN)).isEqualTo((short) 0x7e00);
  }

  @Test
  void halfPrecisionRoundsToTheNearestAndTiesToEven() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200_000; i++) {
      // Magnitudes from under the smallest subnormal number to past the largest.
      int exponent = random.nextInt(127 - 27, 127 + 16);
      float value = Float.intBitsToFloat(exponent << 23 | random.nextInt(1 << 23));
      checkNearest(value);
    }
    for (int bits = 0; bits < 0x7bff; bits++) {
      float half = (float16(bits) + float16(bits + 1)) / 2;
      checkNearest(half);
      checkNearest(Math.nextUp(half));
      checkNearest(Math.nextDown(half));
    }
    assertThat(TorchElement.toFloat16(65519.996f)).isEqualTo((short) 0x7bff);
    assertThat(TorchElement.toFloat16(65520f)).isEqualTo((short) 0x7c00);
    assertThat(TorchElement.toFloat16(-1e30f)).isEqualTo((short) 0xfc00);
  }

  @Test
  void bfloat16RoundsToTheNearestAndTiesToEven() {
    assertThat(TorchElement.toBfloat16(1f)).isEqualTo((short) 0x3f80);
    assertThat(bfloat16(0x3f808000)).isEqualTo((short) 0x3f80);
    assertThat(bfloat16(0x3f808001)).isEqualTo((short) 0x3f81);
    assertThat(bfloat16(0x3f818000)).isEqualTo((short) 0x3f82);
    assertThat(bfloat16(0xbf818000)).isEqualTo((short) 0xbf82);
    assertThat(bfloat16(0x7f7fffff)).isEqualTo((short) 0x7f80);
    assertThat(bfloat16(0x7f800000)).isEqualTo((short) 0x7f80);
    assertThat(bfloat16(0x7f800001)).isEqualTo((short) 0x7fc0);
  }

  private static short bfloat16(int bits) {
    return TorchElement.toBfloat16(Float.intBitsToFloat(bits));
  }

  private static void checkNearest(float value) {
    int bits = TorchElement.toFloat16(value) & 0xffff;
    if (bits == 0x7c00) {
      assertThat(value).isGreaterThanOrEqualTo(65520f);
      return;
    }
    double error = Math.abs((double) float16(bits) - value);
    double above = Math.abs((double) float16(bits + 1) - value);
    double below = bits == 0 ? error : Math.abs((double) float16(bits - 1) - value);
    boolean tie = error == above || (bits > 0 && error == below);
    if (error > above || error > below || (tie && (bits & 1) == 1)) {
      throw new AssertionError(value + " became " + float16(bits));
    }
  }

  /** The definition of half precision, in powers of two. */
  private static float float16(int bits) {
    int exponent = bits >>> 10 & 31;
    int fraction = bits & 1023;
    double magnitude =
        exponent == 0 ? fraction * 0x1p-24 : (1024 + fraction) * Math.pow(2, exponent - 25);
    if (exponent == 31) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    }
    return (float) ((bits & 0x8000) == 0 ? magnitude : -magnitude);
  }
}
