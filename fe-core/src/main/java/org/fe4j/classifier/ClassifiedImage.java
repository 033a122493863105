package org.fe4j.classifier;

import java.nio.file.Path;

/**
 * An image file and what a classifier says of it.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param path as it was given
 * @param classification of its picture
 */
public record ClassifiedImage(Path path, Classification classification) {}
