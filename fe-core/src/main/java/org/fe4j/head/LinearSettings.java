package org.fe4j.head;

/**
 * How a linear head is trained.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param scaling what is done to features first
 * @param learningRate Adam's, positive
 * @param batchSize rows of a step, 1 or more
 * @param epochs passes over the train part at most, 1 or more
 * @param patience epochs without a better validation loss before a fold stops, 1 or more
 * @param shuffled whether each epoch has its own order of rows
 * @param seed of these orders
 * @param float64 whether to compute in float64 rather than float32
 */
record LinearSettings(
    Scaling scaling,
    double learningRate,
    int batchSize,
    int epochs,
    int patience,
    boolean shuffled,
    long seed,
    boolean float64) {

  static final LinearSettings STANDARD =
      new LinearSettings(Scaling.STANDARDIZE, 1e-3, 32, 100, 5, true, 42, false);
}
