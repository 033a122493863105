package org.fe4j.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.numeric.DisjointSets;

/**
 * The class of each row, what the classes are called, and which rows must not be divided. The map
 * from label to class is that of the whole data set, whatever classes a part holds.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param values a class index for each row
 * @param classNames the name of each class
 * @param groups a number for each row; rows with the same number have something in common, such as
 *     a patient, and belong on the same side of every division. The numbers mean nothing else.
 */
public record Labels(
    ImmutableIntArray values, ImmutableList<String> classNames, ImmutableIntArray groups) {

  /** Refuses labels without a class, and groups of another number of rows. */
  public Labels {
    for (int row = 0; row < values.length(); row++) {
      if (values.get(row) < 0 || values.get(row) >= classNames.size()) {
        throw new IllegalArgumentException(
            "Row %d has the label %d, but there are %d classes"
                .formatted(row, values.get(row), classNames.size()));
      }
    }
    if (groups.length() != values.length()) {
      throw new IllegalArgumentException(
          "Each row needs a group, but there are %d rows and %d groups"
              .formatted(values.length(), groups.length()));
    }
  }

  /** Creates labels of rows that are each alone: a row's group is its index. */
  public Labels(ImmutableIntArray values, ImmutableList<String> classNames) {
    this(values, classNames, ImmutableIntArray.copyOf(IntStream.range(0, values.length())));
  }

  /**
   * Returns the labels of a data set, a row for each image. Groups are numbered by the row that
   * each appears in first.
   */
  public static Labels of(ImageDataset dataset) {
    ImmutableIntArray.Builder values = ImmutableIntArray.builder(dataset.size());
    ImmutableIntArray.Builder groups = ImmutableIntArray.builder(dataset.size());
    Map<String, Integer> numbers = new HashMap<>();
    for (int index = 0; index < dataset.size(); index++) {
      values.add(dataset.label(index));
      int row = index;
      groups.add(numbers.computeIfAbsent(dataset.group(index), unknown -> row));
    }
    return new Labels(values.build(), dataset.classNames(), groups.build());
  }

  /**
   * Returns the same labels with other groups, such as those of copies.
   *
   * @throws IllegalArgumentException if there is not one for each row
   */
  public Labels withGroups(ImmutableIntArray newGroups) {
    return new Labels(values, classNames, newGroups);
  }

  /**
   * Returns the same labels with larger groups: rows that are together in these groups or in others
   * are together.
   *
   * @param others a number for each row, the same for rows that belong together
   * @throws IllegalArgumentException if there is not one for each row
   */
  public Labels joined(ImmutableIntArray others) {
    if (others.length() != size()) {
      throw new IllegalArgumentException(
          "Each row needs a group, but there are %d rows and %d groups"
              .formatted(size(), others.length()));
    }
    DisjointSets sets = new DisjointSets(size());
    for (ImmutableIntArray numbers : ImmutableList.of(groups, others)) {
      Map<Integer, Integer> first = new HashMap<>();
      for (int row = 0; row < size(); row++) {
        Integer before = first.putIfAbsent(numbers.get(row), row);
        if (before != null) {
          sets.join(before, row);
        }
      }
    }
    return withGroups(ImmutableIntArray.copyOf(IntStream.range(0, size()).map(sets::least)));
  }

  /** Returns whether some group has two rows. */
  public boolean hasGroups() {
    return groups.stream().distinct().count() < groups.length();
  }

  /**
   * Returns the labels of these rows, in this order, with all classes.
   *
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public Labels select(ImmutableIntArray rows) {
    return new Labels(
        ImmutableIntArray.copyOf(rows.stream().map(values::get)),
        classNames,
        ImmutableIntArray.copyOf(rows.stream().map(groups::get)));
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
