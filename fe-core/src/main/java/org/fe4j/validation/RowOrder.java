package org.fe4j.validation;

import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Orders of rows that folds are dealt from. */
final class RowOrder {

  private RowOrder() {}

  /** Returns all rows, ascending. */
  static int[] all(Labels labels) {
    return IntStream.range(0, labels.size()).toArray();
  }

  /** Returns all rows, ascending. */
  static ImmutableIntArray every(Labels labels) {
    return ImmutableIntArray.copyOf(all(labels));
  }

  /** Returns the rows class after class, those of a class shuffled. */
  static int[] byClass(Labels labels, int[] rows, Shuffler shuffler) {
    int[] begins = new int[labels.classCount() + 1];
    for (int row : rows) {
      begins[labels.values().get(row) + 1]++;
    }
    Arrays.parallelPrefix(begins, Integer::sum);
    int[] next = begins.clone();
    int[] ordered = new int[rows.length];
    for (int row : rows) {
      ordered[next[labels.values().get(row)]++] = row;
    }
    for (int c = 0; c < labels.classCount(); c++) {
      int[] ofClass = Arrays.copyOfRange(ordered, begins[c], begins[c + 1]);
      shuffler.shuffle(ofClass);
      System.arraycopy(ofClass, 0, ordered, begins[c], ofClass.length);
    }
    return ordered;
  }

  /** Returns the rows whose class has another row among them. */
  static int[] withoutSingles(Labels labels, int[] rows) {
    int[] counts = new int[labels.classCount()];
    for (int row : rows) {
      counts[labels.values().get(row)]++;
    }
    return Arrays.stream(rows).filter(row -> counts[labels.values().get(row)] > 1).toArray();
  }
}
