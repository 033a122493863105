package org.fe4j.summary;

/**
 * An image that cannot be read.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param index in the data set
 * @param id in the data set
 * @param reason for people: what was found and what to do
 */
public record UnreadableImage(int index, String id, String reason) {}
