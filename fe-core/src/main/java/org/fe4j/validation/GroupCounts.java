package org.fe4j.validation;

import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The groups among some rows, in the order of their numbers, and how many rows of each class each
 * has. Most groups have one class, so only classes that a group has are kept.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class GroupCounts {
  private final int[][] rows;
  private final int[][] classes;
  private final int[][] counts;

  private GroupCounts(int[][] rows, int[][] classes, int[][] counts) {
    this.rows = rows;
    this.classes = classes;
    this.counts = counts;
  }

  /** Returns the groups among these rows, which ascend. */
  static GroupCounts of(Labels labels, ImmutableIntArray among) {
    int[] numbers = among.stream().map(labels.groups()::get).sorted().distinct().toArray();
    int[] sizes = new int[numbers.length];
    among.forEach(row -> sizes[Arrays.binarySearch(numbers, labels.groups().get(row))]++);
    int[][] rows = new int[numbers.length][];
    Arrays.setAll(rows, group -> new int[sizes[group]]);
    int[] filled = new int[numbers.length];
    among.forEach(
        row -> {
          int group = Arrays.binarySearch(numbers, labels.groups().get(row));
          rows[group][filled[group]++] = row;
        });
    int[][] classes = new int[numbers.length][];
    int[][] counts = new int[numbers.length][];
    for (int group = 0; group < numbers.length; group++) {
      int[] sorted = Arrays.stream(rows[group]).map(labels.values()::get).sorted().toArray();
      int[] distinct = Arrays.stream(sorted).distinct().toArray();
      int[] count = new int[distinct.length];
      for (int label : sorted) {
        count[Arrays.binarySearch(distinct, label)]++;
      }
      classes[group] = distinct;
      counts[group] = count;
    }
    return new GroupCounts(rows, classes, counts);
  }

  /** Returns the number of groups. */
  int size() {
    return rows.length;
  }

  /** Returns the rows of a group, ascending. */
  ImmutableIntArray rows(int group) {
    return ImmutableIntArray.copyOf(rows[group]);
  }

  /** Returns how many classes a group has rows of. */
  int classCount(int group) {
    return classes[group].length;
  }

  /** Returns one of the classes that a group has rows of; they ascend. */
  int classAt(int group, int position) {
    return classes[group][position];
  }

  /** Returns how many rows a group has of its class at this position. */
  int countAt(int group, int position) {
    return counts[group][position];
  }

  /** Returns the classes that a group has rows of, ascending. */
  IntStream classes(int group) {
    return Arrays.stream(classes[group]);
  }

  /**
   * Returns how unequal the classes are in a group: the number of all classes times the sum of
   * squared counts, less the square of the sum, which orders groups as the standard deviation of
   * the counts does, exactly.
   */
  long spread(int group, int allClasses) {
    long sum = 0;
    long squares = 0;
    for (int count : counts[group]) {
      sum += count;
      squares += (long) count * count;
    }
    return allClasses * squares - sum * sum;
  }
}
