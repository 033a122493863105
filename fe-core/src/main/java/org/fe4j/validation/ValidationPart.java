package org.fe4j.validation;

import com.google.common.primitives.ImmutableIntArray;

/**
 * The rows that decide when fitting stops.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param rows indices into the data set
 */
public record ValidationPart(ImmutableIntArray rows) {}
