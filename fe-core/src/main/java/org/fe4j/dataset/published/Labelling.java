package org.fe4j.dataset.published;

import com.google.common.primitives.ImmutableIntArray;
import java.nio.file.Path;

/**
 * How a file states the class of each picture.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param file that states them
 * @param firstClass the number of the first class there, 0 or 1
 * @param classes how many classes there are
 */
record Labelling(Path file, int firstClass, int classes) {

  /**
   * Returns class indices.
   *
   * @param stated the numbers in the file
   * @throws MalformedDatasetException if one of them stands for no class
   */
  ImmutableIntArray labels(ImmutableIntArray stated) throws MalformedDatasetException {
    ImmutableIntArray.Builder labels = ImmutableIntArray.builder(stated.length());
    for (int record = 0; record < stated.length(); record++) {
      int label = stated.get(record) - firstClass;
      if (label < 0 || label >= classes) {
        throw new MalformedDatasetException(
            file,
            "Picture %d has the label %d, but labels are %d to %d. Unpack or fetch the file again."
                .formatted(record, stated.get(record), firstClass, firstClass + classes - 1));
      }
      labels.add(label);
    }
    return labels.build();
  }
}
