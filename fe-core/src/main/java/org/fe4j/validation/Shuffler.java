package org.fe4j.validation;

/**
 * Puts numbers into a random order that a seed decides, the same on every machine and in every
 * version of Java and of this library.
 *
 * <p>Random bits are those of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
 * number generators", 2014): the state grows by {@code 0x9e3779b97f4a7c15}, and is mixed by {@code
 * z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9; z = (z ^ (z >>> 27)) * 0x94d049bb133111eb; z ^ (z >>>
 * 31)}. A number below n is the remainder of 63 of these bits, drawn again where the remainder
 * would favour small numbers. The order is Fisher and Yates's, from the last place to the first.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
public final class Shuffler {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  private Shuffler(long state) {
    this.state = state;
  }

  /** Returns the shuffler that begins with this state. */
  public static Shuffler seeded(long seed) {
    return new Shuffler(seed);
  }

  /**
   * Returns the shuffler of a numbered stream of a seed, such as of an epoch. It depends on nothing
   * but the two numbers: what other streams did does not matter.
   */
  public static Shuffler seeded(long seed, long stream) {
    return new Shuffler(mix(mix(seed) + (stream + 1) * GOLDEN_GAMMA));
  }

  /** Puts the numbers into a random order, in place. */
  public void shuffle(int[] values) {
    for (int last = values.length - 1; last > 0; last--) {
      int other = below(last + 1);
      int value = values[last];
      values[last] = values[other];
      values[other] = value;
    }
  }

  private int below(int bound) {
    long bits = nextBits() >>> 1;
    long remainder = bits % bound;
    while (bits - remainder + (bound - 1) < 0) {
      bits = nextBits() >>> 1;
      remainder = bits % bound;
    }
    return (int) remainder;
  }

  private long nextBits() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
