package org.fe4j.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Float16Test {

  @Test
  void convertsEachOfTheHalvesExactlyAndBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = Float16.toFloat((short) bits);
      int exponent = bits >>> 10 & 0x1f;
      int fraction = bits & 0x3ff;
      int sign = bits >>> 15 == 0 ? 1 : -1;
      if (exponent == 31) {
        if (fraction == 0) {
          assertThat(value).isEqualTo(sign * Float.POSITIVE_INFINITY);
          assertThat(Float16.fromFloat(value)).isEqualTo((short) bits);
        } else {
          assertThat(value).isNaN();
          assertThat(Float16.fromFloat(value)).isEqualTo((short) (bits | 0x200));
        }
        continue;
      }
      double expected =
          exponent == 0
              ? sign * fraction * 0x1p-24
              : sign * (1024 + fraction) * Math.pow(2, exponent - 25);
      assertThat((double) value).isEqualTo(expected);
      assertThat(Math.copySign(1f, value)).isEqualTo((float) sign);
      assertThat(Float16.fromFloat(value)).isEqualTo((short) bits);
    }
  }

  @Test
  void roundsToTheNearestHalfAndTiesToEven() {
    for (int bits = 0; bits < 0x7c00; bits++) {
      double lower = Float16.toFloat((short) bits);
      double upper = bits == 0x7bff ? 65536 : Float16.toFloat((short) (bits + 1));
      float middle = (float) ((lower + upper) / 2);

      assertThat(Float16.fromFloat(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(Float16.fromFloat(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
      assertThat(Float16.fromFloat(middle)).isEqualTo((short) (bits + (bits & 1)));
      assertThat(Float16.fromFloat(-middle)).isEqualTo((short) (0x8000 | bits + (bits & 1)));
    }
  }

  @Test
  void roundsBfloat16ToNearestAndTiesToEven() {
    for (int bits = 0; bits < 0x7f80; bits++) {
      float lower = Float16.bfloat16ToFloat((short) bits);
      float middle = Float.intBitsToFloat(Float.floatToRawIntBits(lower) + 0x8000);

      assertThat(Float16.bfloat16FromFloat(lower)).isEqualTo((short) bits);
      assertThat(Float16.bfloat16FromFloat(middle)).isEqualTo((short) (bits + (bits & 1)));
      assertThat(Float16.bfloat16FromFloat(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(Float16.bfloat16FromFloat(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
    }
    assertThat(Float16.bfloat16ToFloat(Float16.bfloat16FromFloat(Float.NaN))).isNaN();
    assertThat(Float16.bfloat16ToFloat(Float16.bfloat16FromFloat(Float.intBitsToFloat(0x7f800001))))
        .isNaN();
  }
}
