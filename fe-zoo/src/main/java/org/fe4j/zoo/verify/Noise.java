package org.fe4j.zoo.verify;

import java.nio.charset.StandardCharsets;

/** The noise that generated weights and images are made of: a hash of a name and a number. */
final class Noise {
  private final long seed;

  private Noise(long seed) {
    this.seed = seed;
  }

  /** Returns the noise of a name: FNV-1a over its UTF-8 bytes is the seed. */
  static Noise of(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return new Noise(hash);
  }

  /** Returns 64 bits for element {@code i}: SplitMix64's output function. */
  long bits(long i) {
    long z = seed + i * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Returns a number in [-1, 1) for element {@code i}, exact in float32. */
  float uniform(long i) {
    return (bits(i) >>> 40) * 0x1p-23f - 1;
  }
}
