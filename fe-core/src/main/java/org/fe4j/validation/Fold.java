package org.fe4j.validation;

/**
 * One division of the data set.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param fitting what the head trainer sees
 * @param test what judges the head
 */
public record Fold(FittingPart fitting, TestPart test) {}
