package org.fe4j.metrics;

/**
 * A row that was predicted wrongly.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param row the row of the predictions
 * @param id what it is called
 * @param truth its true class
 * @param predicted the class that was predicted
 * @param probability the probability of that class, in [0, 1]
 */
public record Mistake(int row, String id, int truth, int predicted, double probability) {}
