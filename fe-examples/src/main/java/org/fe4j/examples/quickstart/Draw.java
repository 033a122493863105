package org.fe4j.examples.quickstart;

/**
 * A stream of numbers that a seed decides (SplitMix64), equal on every machine.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class Draw {
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private long state;

  Draw(long seed) {
    this.state = mix(seed);
  }

  /** Returns a well-mixed number for each number (the finaliser of SplitMix64). */
  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Returns a number in [0, 1) for each number. */
  static double unit(long value) {
    return (mix(value + GOLDEN_RATIO) >>> 11) * 0x1.0p-53;
  }

  /** Returns the next 64 bits. */
  long next() {
    state += GOLDEN_RATIO;
    return mix(state);
  }

  /** Returns the next number in [low, high). */
  double between(double low, double high) {
    return low + (high - low) * ((next() >>> 11) * 0x1.0p-53);
  }

  /** Returns the next number in [low, high), evenly spread on a logarithmic scale. */
  double scale(double low, double high) {
    return low * StrictMath.pow(high / low, between(0, 1));
  }

  /** Returns the next integer in [0, count). */
  int below(int count) {
    return (int) between(0, count);
  }

  /** Returns true with this probability. */
  boolean chance(double probability) {
    return between(0, 1) < probability;
  }

  /** Returns the next number of about normal distribution (a sum of four even ones). */
  double normal() {
    long bits = next();
    long sum =
        (bits & 0xFFFF) + ((bits >>> 16) & 0xFFFF) + ((bits >>> 32) & 0xFFFF) + (bits >>> 48);
    return (sum * 0x1.0p-15 - 4) * 0.866;
  }
}
