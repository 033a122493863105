package org.fe4j.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import org.fe4j.dataset.ImageDataset;

/**
 * The class of each row, and what the classes are called. The map from label to class is that of
 * the whole data set, whatever classes a part holds.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param values a class index for each row
 * @param classNames the name of each class
 */
public record Labels(ImmutableIntArray values, ImmutableList<String> classNames) {

  /** Refuses labels without a class. */
  public Labels {
    for (int row = 0; row < values.length(); row++) {
      if (values.get(row) < 0 || values.get(row) >= classNames.size()) {
        throw new IllegalArgumentException(
            "Row %d has the label %d, but there are %d classes"
                .formatted(row, values.get(row), classNames.size()));
      }
    }
  }

  /** Returns the labels of a data set, a row for each image. */
  public static Labels of(ImageDataset dataset) {
    ImmutableIntArray.Builder values = ImmutableIntArray.builder(dataset.size());
    for (int index = 0; index < dataset.size(); index++) {
      values.add(dataset.label(index));
    }
    return new Labels(values.build(), dataset.classNames());
  }

  /** Returns the number of rows. */
  public int size() {
    return values.length();
  }

  /** Returns the number of classes, those without a row included. */
  public int classCount() {
    return classNames.size();
  }
}
