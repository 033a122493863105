package org.fe4j.validation;

import com.google.common.primitives.ImmutableIntArray;

/**
 * The rows that a head is fitted on.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param rows indices into the data set
 */
public record TrainPart(ImmutableIntArray rows) {}
