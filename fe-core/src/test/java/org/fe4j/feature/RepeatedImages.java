package org.fe4j.feature;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import org.fe4j.dataset.ImageDataset;

/**
 * Images of another data set, some of them several times.
 *
 * @param images the other data set
 * @param indices which of them
 */
record RepeatedImages(ImageDataset images, ImmutableIntArray indices) implements ImageDataset {
  @Override
  public String name() {
    return images.name();
  }

  @Override
  public int size() {
    return indices.length();
  }

  @Override
  public ImmutableList<String> classNames() {
    return images.classNames();
  }

  @Override
  public int label(int index) {
    return images.label(indices.get(index));
  }

  @Override
  public String id(int index) {
    return "%d of %s".formatted(index, images.id(indices.get(index)));
  }

  @Override
  public byte[] bytes(int index) throws IOException {
    return images.bytes(indices.get(index));
  }
}
