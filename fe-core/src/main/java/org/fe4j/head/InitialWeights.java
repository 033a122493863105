package org.fe4j.head;

import java.util.SplittableRandom;

/** What the weights of a linear head are before its first step. */
public enum InitialWeights {
  /** Zeros: every class is equally probable at first, and nothing depends on a seed. */
  ZERO("zero initial weights") {
    @Override
    double[] of(int dimension, int classCount, long seed) {
      return new double[(dimension + 1) * classCount];
    }

    @Override
    String description(long seed) {
      return description();
    }
  },

  /**
   * Numbers uniform in ±1/√dimension, weights and bias alike: the distribution that {@code
   * torch.nn.Linear} begins with. They come from another generator (SplitMix64, seeded), so that
   * they are not the numbers that PyTorch draws for the same seed. All folds begin alike.
   */
  UNIFORM("initial weights uniform in ±1/√dimension") {
    @Override
    double[] of(int dimension, int classCount, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      double bound = 1 / Math.sqrt(dimension);
      double[] weights = new double[(dimension + 1) * classCount];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (2 * random.nextDouble() - 1) * bound;
      }
      return weights;
    }

    @Override
    String description(long seed) {
      return description() + " by seed " + seed;
    }
  };

  private final String description;

  InitialWeights(String description) {
    this.description = description;
  }

  /** Returns the weights (dimension + 1, classes), the last row being the bias. */
  abstract double[] of(int dimension, int classCount, long seed);

  abstract String description(long seed);

  /** Returns itself for reports. */
  public String description() {
    return description;
  }
}
