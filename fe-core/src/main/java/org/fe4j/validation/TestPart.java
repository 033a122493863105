package org.fe4j.validation;

import com.google.common.primitives.ImmutableIntArray;

/**
 * The rows that a fitted head is judged by.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param rows indices into the data set
 */
public record TestPart(ImmutableIntArray rows) {}
