package org.fe4j.zoo.architecture;

/** Counts of channels, scaled. */
final class Channels {
  private static final int DIVISOR = 8;

  private Channels() {}

  /**
   * Returns the multiple of 8 nearest to a count, halves up, but the next larger one where the
   * nearest is more than a tenth below: 83 gives 80, 84 gives 88, 11 gives 16. TensorFlow's {@code
   * _make_divisible}; torchvision's MNASNet calls it {@code _round_to_multiple_of}.
   */
  static int multipleOfEight(double count) {
    int nearest = Math.max(DIVISOR, (int) (count + DIVISOR / 2.0) / DIVISOR * DIVISOR);
    return nearest < 0.9 * count ? nearest + DIVISOR : nearest;
  }
}
