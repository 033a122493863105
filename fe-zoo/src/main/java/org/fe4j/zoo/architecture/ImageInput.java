package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;

/**
 * The images that a graph is built for.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param sizePixels side of the square, at least 1
 * @param mean of the normalisation, for red, green, blue
 * @param deviation of the normalisation, for red, green, blue
 */
public record ImageInput(
    int sizePixels, ImmutableList<Double> mean, ImmutableList<Double> deviation) {}
