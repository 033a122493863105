package org.fe4j.export;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.DatasetFeatures;

/**
 * Images with other groups, which are known of those that have a row of features. Immutable and
 * safe for use by multiple threads, as long as what it was made of is.
 *
 * @param images with other groups
 * @param rows the row of each image, -1 where it has none
 * @param groups of the rows
 */
record GroupedImages(ImageDataset images, ImmutableIntArray rows, IntFunction<String> groups)
    implements ImageDataset {

  static GroupedImages of(
      ImageDataset images, DatasetFeatures features, IntFunction<String> groups) {
    int[] rows = new int[images.size()];
    Arrays.fill(rows, -1);
    for (int row = 0; row < features.rows(); row++) {
      rows[features.index(row)] = row;
    }
    return new GroupedImages(images, ImmutableIntArray.copyOf(rows), groups);
  }

  /** Returns an image's group; nothing where it is alone. */
  static String groupOrEmpty(ImageDataset images, int index) {
    String group = images.group(index);
    return group.equals(images.id(index)) ? "" : group;
  }

  @Override
  public String name() {
    return images.name();
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public ImmutableList<String> classNames() {
    return images.classNames();
  }

  @Override
  public int label(int index) {
    return images.label(index);
  }

  @Override
  public String id(int index) {
    return images.id(index);
  }

  @Override
  public String group(int index) {
    return rows.get(index) < 0 ? id(index) : groups.apply(rows.get(index));
  }

  @Override
  public byte[] bytes(int index) throws IOException {
    return images.bytes(index);
  }
}
