package org.fe4j.numeric;

/**
 * Conversions of the two 16-bit floating-point formats. JDK 17 has none for half precision; these
 * are exact, without tables, and round to nearest, ties to even.
 *
 * <table>
 * <caption>Bits, from the highest</caption>
 * <tr><th>format</th><th>sign</th><th>exponent</th><th>fraction</th><th>bias</th></tr>
 * <tr><td>float16 (IEEE 754 binary16)</td><td>1</td><td>5</td><td>10</td><td>15</td></tr>
 * <tr><td>bfloat16</td><td>1</td><td>8</td><td>7</td><td>127</td></tr>
 * <tr><td>float32 (IEEE 754 binary32)</td><td>1</td><td>8</td><td>23</td><td>127</td></tr>
 * </table>
 */
public final class Float16 {
  /** 2^-24, the smallest half above zero: the unit of subnormal halves. */
  private static final float SMALLEST_HALF = 0x1p-24f;

  private Float16() {}

  /** Returns the float32 equal to a half; NaNs keep their sign and the bits of their payload. */
  public static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >>> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * SMALLEST_HALF;
      return sign == 0 ? magnitude : -magnitude;
    }
    int floatExponent = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | (floatExponent << 23) | (fraction << 13));
  }

  /** Returns the half nearest to a float32; beyond 65,504 infinity, as IEEE 754 rounds. */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      // The quiet bit, so that dropping payload bits never leaves an infinity.
      return (short) (sign | 0x7e00 | ((magnitude >>> 13) & 0x3ff));
    }
    if (magnitude >= 0x47800000) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x38800000) {
      // Subnormal: in units of 2^-24, where float addition of 2^23 rounds to an integer, ties even.
      float scaled = Float.intBitsToFloat(magnitude) * 0x1p24f;
      return (short) (sign | (int) (scaled + 0x1p23f - 0x1p23f));
    }
    int rebiased = magnitude - ((127 - 15) << 23);
    return (short) (sign | ((rebiased + 0xfff + ((rebiased >>> 13) & 1)) >>> 13));
  }

  /** Returns the float32 equal to a bfloat16. */
  public static float bfloat16ToFloat(short value) {
    return Float.intBitsToFloat(value << 16);
  }

  /** Returns the bfloat16 nearest to a float32. */
  public static short bfloat16FromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if ((bits & 0x7fffffff) > 0x7f800000) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }
}
