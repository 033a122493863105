package org.fe4j.dataset;

/**
 * A row of a list, as it was written.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param line where it ends in the list, from 1 on
 * @param path of the image, from the list's folder; empty where it is missing, like all others
 * @param label the class
 * @param group what it has in common with others
 * @param split the part of the data set that it belongs to
 */
record ListedImage(long line, String path, String label, String group, String split) {}
