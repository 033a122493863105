package org.fe4j.metrics.statistics;

/**
 * Random numbers of Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
 * They are written out here, as in fe-core's Shuffler, because the documentation of {@code
 * java.util.SplittableRandom} does not promise the same sequence in every version of Java.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class SplitMix64 {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  private SplitMix64(long state) {
    this.state = state;
  }

  /** Returns the numbered stream of a seed; it depends on nothing but the two numbers. */
  static SplitMix64 seeded(long seed, long stream) {
    return new SplitMix64(mix(mix(seed) + (stream + 1) * GOLDEN_GAMMA));
  }

  /** Returns the next 64 random bits. */
  long nextBits() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /**
   * Returns a number in [0, bound), each with the same probability: the upper half of the product
   * of 32 random bits and the bound, drawn again where the lower half would favour some numbers
   * (Lemire, "Fast random integer generation in an interval", 2019).
   */
  int below(int bound) {
    long product = (nextBits() >>> 32) * bound;
    if ((product & 0xffffffffL) < bound) {
      long threshold = (1L << 32) % bound;
      while ((product & 0xffffffffL) < threshold) {
        product = (nextBits() >>> 32) * bound;
      }
    }
    return (int) (product >>> 32);
  }

  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
