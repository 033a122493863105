package org.fe4j.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Label sets of many shapes, each from a seed. */
final class RandomLabels {
  private RandomLabels() {}

  /** Returns classes of unequal sizes, each row alone. */
  static Labels alone(long seed, int smallest) {
    SplittableRandom random = new SplittableRandom(seed);
    int classes = random.nextInt(2, 8);
    List<Integer> values = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      int size = random.nextInt(smallest, smallest + 60);
      for (int i = 0; i < size; i++) {
        values.add(random.nextInt(values.size() + 1), c);
      }
    }
    return labels(values, classes);
  }

  /**
   * Returns classes of unequal sizes in groups of 1 to 9 rows, each class with rows of a number of
   * groups at least; in every second set a tenth of the groups has rows of two classes.
   */
  static Labels grouped(long seed, int leastGroups) {
    SplittableRandom random = new SplittableRandom(seed);
    int classes = random.nextInt(2, 6);
    boolean mixed = seed % 2 == 0;
    List<int[]> rows = new ArrayList<>();
    int group = 0;
    for (int c = 0; c < classes; c++) {
      int groups = random.nextInt(leastGroups, leastGroups + 20);
      for (int g = 0; g < groups; g++) {
        int size = random.nextInt(1, 10);
        boolean two = mixed && random.nextInt(10) == 0;
        for (int i = 0; i < size; i++) {
          int label = two && i % 2 == 1 ? (c + 1) % classes : c;
          rows.add(random.nextInt(rows.size() + 1), new int[] {label, group});
        }
        group++;
      }
    }
    // So that some group has two rows.
    rows.add(new int[] {rows.get(0)[0], rows.get(0)[1]});
    return labels(rows.stream().map(row -> row[0]).toList(), classes)
        .withGroups(ImmutableIntArray.copyOf(rows.stream().mapToInt(row -> row[1])));
  }

  static Labels labels(List<Integer> values, int classes) {
    return new Labels(
        ImmutableIntArray.copyOf(values),
        IntStream.range(0, classes)
            .mapToObj(c -> "class" + c)
            .collect(ImmutableList.toImmutableList()));
  }

  static Set<Integer> groups(Labels labels, ImmutableIntArray rows) {
    Set<Integer> groups = new HashSet<>();
    rows.forEach(row -> groups.add(labels.groups().get(row)));
    return groups;
  }

  static int[] counts(Labels labels, ImmutableIntArray rows) {
    int[] counts = new int[labels.classCount()];
    rows.forEach(row -> counts[labels.values().get(row)]++);
    return counts;
  }

  static ImmutableIntArray all(Labels labels) {
    return ImmutableIntArray.copyOf(IntStream.range(0, labels.size()));
  }
}
