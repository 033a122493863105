package org.fe4j.zoo.verify;

import com.google.common.primitives.Bytes;

/** The two generated images that goldens are computed on. */
public final class GoldenImages {

  /** How many images there are. */
  public static final int COUNT = 2;

  private GoldenImages() {}

  /**
   * Returns an image as unsigned bytes (side, side, 3), red first.
   *
   * @param index 0 (stripes with noise) or 1 (ramps)
   * @param sidePixels at least 1
   */
  public static byte[] image(int index, int sidePixels) {
    return switch (index) {
      case 0 -> noisyStripes(sidePixels);
      case 1 -> ramps(sidePixels);
      default -> throw new IllegalArgumentException("There are images 0 and 1, but not " + index);
    };
  }

  /** Returns both images, one after the other: (2, side, side, 3). */
  static byte[] both(int sidePixels) {
    return Bytes.concat(image(0, sidePixels), image(1, sidePixels));
  }

  private static byte[] noisyStripes(int side) {
    Noise noise = Noise.of("input0");
    byte[] pixels = new byte[side * side * 3];
    for (int i = 0; i < pixels.length; i++) {
      int channel = i % 3;
      int x = i / 3 % side;
      int y = i / 3 / side;
      pixels[i] = (byte) (3 * x + 5 * y + 40 * channel + (noise.bits(i) >>> 58));
    }
    return pixels;
  }

  private static byte[] ramps(int side) {
    byte[] pixels = new byte[side * side * 3];
    for (int i = 0; i < pixels.length; i++) {
      int channel = i % 3;
      int x = i / 3 % side;
      int y = i / 3 / side;
      pixels[i] = (byte) (x * (channel + 1) * 64 / side + y * 160 / side);
    }
    return pixels;
  }
}
