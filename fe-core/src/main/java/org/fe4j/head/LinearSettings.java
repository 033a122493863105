package org.fe4j.head;

import java.math.BigDecimal;

/**
 * How a linear head is trained.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param scaling what is done to features first
 * @param learningRate Adam's, positive
 * @param batchSize rows of a step, 1 or more
 * @param epochs passes over the train part at most, 1 or more
 * @param stopping when a fold stops, and which weights are kept
 * @param patience epochs that it waits, 1 or more
 * @param shuffling the order of rows in an epoch
 * @param initialWeights what the weights are at first
 * @param seed of the orders and of the initial weights
 * @param float64 whether to compute in float64 rather than float32
 */
record LinearSettings(
    Scaling scaling,
    double learningRate,
    int batchSize,
    int epochs,
    Stopping stopping,
    int patience,
    Shuffling shuffling,
    InitialWeights initialWeights,
    long seed,
    boolean float64) {

  static final LinearSettings STANDARD =
      new LinearSettings(
          Scaling.STANDARDIZE,
          1e-3,
          32,
          100,
          Stopping.BEST_EPOCH,
          5,
          Shuffling.EACH_EPOCH,
          InitialWeights.ZERO,
          42,
          false);

  static final LinearSettings PAPER =
      new LinearSettings(
          Scaling.L2,
          1e-3,
          32,
          100,
          Stopping.PREVIOUS_EPOCH,
          5,
          Shuffling.ONCE,
          InitialWeights.UNIFORM,
          42,
          false);

  LinearSettings withScaling(Scaling value) {
    return new LinearSettings(
        value,
        learningRate,
        batchSize,
        epochs,
        stopping,
        patience,
        shuffling,
        initialWeights,
        seed,
        float64);
  }

  /** Returns a number as people write it: 0.0001, not 1.0E-4. */
  static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
