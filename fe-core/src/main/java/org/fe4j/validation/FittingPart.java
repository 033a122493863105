package org.fe4j.validation;

/**
 * All that a head trainer may see of a fold: rows to fit on and rows to stop by, never those of the
 * test.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param train the rows to fit on
 * @param validation the rows to stop by; may be empty
 */
public record FittingPart(TrainPart train, ValidationPart validation) {}
