package org.fe4j.head;

/**
 * Some rows, read and scaled: what several models that are trained side by side have in common.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
interface RowBatch {

  /** Returns how many rows can be loaded at once. */
  int capacity();

  /** Reads the rows {@code [begin, end)} of a list, at most as many as there is room for. */
  void load(int[] rows, int begin, int end);
}
