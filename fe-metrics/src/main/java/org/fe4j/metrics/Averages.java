package org.fe4j.metrics;

/**
 * Precision, recall and F1 averaged over the classes; each is averaged on its own, so {@code f1} is
 * the mean of the classes' F1 and not the F1 of the mean precision and recall.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param precision in [0, 1]
 * @param recall in [0, 1]
 * @param f1 in [0, 1]
 */
public record Averages(double precision, double recall, double f1) {}
