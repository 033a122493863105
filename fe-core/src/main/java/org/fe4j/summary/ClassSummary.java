package org.fe4j.summary;

import com.google.common.primitives.ImmutableIntArray;

/**
 * The images of one class.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param label of the class, an index into the data set's class names
 * @param name of the class
 * @param readable images that can be read
 * @param unreadable images that cannot be read
 * @param examples readable images to show, as indices into the data set, spread over the class
 */
public record ClassSummary(
    int label, String name, int readable, int unreadable, ImmutableIntArray examples) {

  /** Returns the number of images, those that cannot be read included. */
  public int images() {
    return readable + unreadable;
  }
}
