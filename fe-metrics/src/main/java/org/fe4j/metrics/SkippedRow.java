package org.fe4j.metrics;

/**
 * A row of the data set that takes part in no figure, since it could not be read.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param id what the row is called: for images of a folder, the path relative to it
 * @param reason why it was left out, for people
 */
public record SkippedRow(String id, String reason) {}
