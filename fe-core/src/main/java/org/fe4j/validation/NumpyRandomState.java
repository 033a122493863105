package org.fe4j.validation;

/**
 * Shuffles as NumPy's legacy {@code RandomState(seed)}, which scikit-learn shuffles with: the
 * 32-bit Mersenne Twister MT19937 (Matsumoto and Nishimura, "Mersenne twister: a 623-dimensionally
 * equidistributed uniform pseudo-random number generator", 1998), seeded as in the authors' {@code
 * init_genrand}. A number up to a limit is as many low bits of a word as the limit has, drawn again
 * where they exceed it.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class NumpyRandomState {

  /** The largest seed that NumPy takes. */
  static final long MAXIMUM_SEED = 0xffff_ffffL;

  private static final int WORDS = 624;
  private static final int MIDDLE = 397;

  private final int[] state = new int[WORDS];
  private int next = WORDS;

  private NumpyRandomState(int seed) {
    state[0] = seed;
    for (int i = 1; i < WORDS; i++) {
      state[i] = 1_812_433_253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /**
   * Returns the generator in the state of {@code numpy.random.RandomState(seed)}.
   *
   * @throws IllegalArgumentException if NumPy does not take the seed
   */
  static NumpyRandomState seeded(long seed) {
    return new NumpyRandomState((int) checkSeed(seed));
  }

  /** Returns the seed, or refuses it as NumPy does. */
  static long checkSeed(long seed) {
    if (seed < 0 || seed > MAXIMUM_SEED) {
      throw new IllegalArgumentException(
          "scikit-learn's folds need a seed of 0 to %d, as NumPy takes it, not %d"
              .formatted(MAXIMUM_SEED, seed));
    }
    return seed;
  }

  /** Puts the numbers into the order of {@code RandomState.shuffle}, in place. */
  void shuffle(int[] values) {
    for (int last = values.length - 1; last > 0; last--) {
      int other = upTo(last);
      int value = values[last];
      values[last] = values[other];
      values[other] = value;
    }
  }

  /** Returns a number of 0 to the limit, which is at least 1. */
  private int upTo(int limit) {
    int mask = -1 >>> Integer.numberOfLeadingZeros(limit);
    int value = nextWord() & mask;
    while (value > limit) {
      value = nextWord() & mask;
    }
    return value;
  }

  /** Returns the next 32 bits. */
  int nextWord() {
    if (next == WORDS) {
      renew();
      next = 0;
    }
    int word = state[next++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c_5680;
    word ^= (word << 15) & 0xefc6_0000;
    return word ^ (word >>> 18);
  }

  private void renew() {
    for (int i = 0; i < WORDS; i++) {
      int bits = (state[i] & 0x8000_0000) | (state[(i + 1) % WORDS] & 0x7fff_ffff);
      int twist = (bits & 1) == 0 ? 0 : 0x9908_b0df;
      state[i] = state[(i + MIDDLE) % WORDS] ^ (bits >>> 1) ^ twist;
    }
  }
}
