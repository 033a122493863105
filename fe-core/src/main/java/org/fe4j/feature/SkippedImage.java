package org.fe4j.feature;

/**
 * An image that was left out because it could not be read.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param index in the data set
 * @param id in the data set
 * @param reason for people
 */
public record SkippedImage(int index, String id, String reason) {}
