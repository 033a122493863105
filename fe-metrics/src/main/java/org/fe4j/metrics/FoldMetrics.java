package org.fe4j.metrics;

/**
 * The figures of one fold: over the rows of its test part alone.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param fold the number of the fold
 * @param metrics the figures; classes without a row in this fold count as 0 in macro averages
 */
public record FoldMetrics(int fold, ClassificationMetrics metrics) {}
