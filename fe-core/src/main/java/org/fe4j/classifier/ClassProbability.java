package org.fe4j.classifier;

/**
 * How probable a class is.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param className as in the data set that was trained on
 * @param classIndex its place among the classifier's classes, from 0
 * @param probability in [0, 1]
 */
public record ClassProbability(String className, int classIndex, float probability) {}
