package org.fe4j.validation;

/** How rows are put in order before they become folds. */
enum FoldOrder {
  /** Shuffled by {@link Shuffler}, then dealt. */
  OURS {
    @Override
    String description(long seed) {
      return "shuffled with seed " + seed;
    }
  },
  /** As scikit-learn with {@code shuffle=True, random_state=seed}. */
  SCIKIT_LEARN {
    @Override
    String description(long seed) {
      return "shuffled as by scikit-learn with random_state=" + seed;
    }
  },
  /** As scikit-learn with {@code shuffle=False}. */
  UNSHUFFLED {
    @Override
    String description(long seed) {
      return "not shuffled";
    }
  };

  /** Returns the order in a splitter's description. */
  abstract String description(long seed);

  /** Returns the seed, or refuses one that this order cannot have. */
  long checkSeed(long seed) {
    return this == SCIKIT_LEARN ? NumpyRandomState.checkSeed(seed) : seed;
  }

  /**
   * Returns how a splitter takes its validation part, for its description.
   *
   * @param part what is taken, such as "one tenth of the fitting rows"
   */
  String validation(String part, long seed) {
    return part + " for validation" + (this == OURS ? "" : ", shuffled with seed " + seed);
  }
}
