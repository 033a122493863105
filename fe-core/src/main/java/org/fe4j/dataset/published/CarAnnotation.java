package org.fe4j.dataset.published;

/**
 * What Stanford Cars says about a picture.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param fileName within the folder of the part
 * @param label a class index, from 0 on
 * @param box where the car is
 */
record CarAnnotation(String fileName, int label, BoundingBox box) {}
