package org.fe4j.summary;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.HashSet;
import org.fe4j.dataset.ImageDataset;

/**
 * Images that are copies of each other, with what people know them by.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param images two or more indices into the data set, ascending
 * @param ids of these images, in the same order
 * @param classNames of these images, in the same order
 */
public record ImageGroup(
    ImmutableIntArray images, ImmutableList<String> ids, ImmutableList<String> classNames) {

  static ImageGroup of(ImmutableIntArray images, ImageDataset dataset) {
    return new ImageGroup(
        images,
        images.stream().mapToObj(dataset::id).collect(ImmutableList.toImmutableList()),
        images.stream()
            .mapToObj(image -> dataset.classNames().get(dataset.label(image)))
            .collect(ImmutableList.toImmutableList()));
  }

  /** Returns whether copies of one picture are in two or more classes: at least one is wrong. */
  public boolean acrossClasses() {
    return new HashSet<>(classNames).size() > 1;
  }
}
