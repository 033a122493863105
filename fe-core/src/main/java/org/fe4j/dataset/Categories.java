package org.fe4j.dataset;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One of a few names for each row, such as its class. Takes four bytes a row, or nothing where all
 * rows have one name.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class Categories {
  private final ImmutableList<String> names;

  /** Empty where there is one name. */
  private final ImmutableIntArray values;

  private Categories(ImmutableList<String> names, ImmutableIntArray values) {
    this.names = names;
    this.values = values;
  }

  /** Returns the distinct names, in the order of their UTF-8 bytes. */
  ImmutableList<String> names() {
    return names;
  }

  /** Returns the index of a row's name. */
  int value(int row) {
    return values.isEmpty() ? 0 : values.get(row);
  }

  /** Returns a row's name. */
  String name(int row) {
    return names.get(value(row));
  }

  /** Returns these rows, in this order; the names stay what they are. */
  Categories select(ImmutableIntArray rows) {
    if (values.isEmpty()) {
      return this;
    }
    ImmutableIntArray.Builder selected = ImmutableIntArray.builder(rows.length());
    rows.forEach(row -> selected.add(values.get(row)));
    return new Categories(names, selected.build());
  }

  /**
   * Collects the names of rows.
   *
   * <p>Not safe for concurrent use; confine an instance to one thread.
   */
  static final class Builder {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final ImmutableIntArray.Builder rows = ImmutableIntArray.builder();

    /** Adds a row. */
    void add(String name) {
      rows.add(numbers.computeIfAbsent(name, unknown -> numbers.size()));
    }

    Categories build() {
      List<String> sorted = new ArrayList<>(numbers.keySet());
      sorted.sort(FileNames.BYTE_ORDER);
      ImmutableIntArray.Builder values = ImmutableIntArray.builder();
      if (sorted.size() > 1) {
        int[] ranks = new int[sorted.size()];
        for (int rank = 0; rank < ranks.length; rank++) {
          ranks[numbers.getOrDefault(sorted.get(rank), 0)] = rank;
        }
        rows.build().forEach(number -> values.add(ranks[number]));
      }
      return new Categories(ImmutableList.copyOf(sorted), values.build().trimmed());
    }
  }
}
