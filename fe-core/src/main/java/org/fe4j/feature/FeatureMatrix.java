package org.fe4j.feature;

/**
 * Features as rows of float32; may live in memory-mapped files. An implementation is immutable and
 * safe for use by multiple threads.
 */
public interface FeatureMatrix {

  /** Returns the number of rows. */
  int rows();

  /** Returns the length of a row. */
  int dimension();

  /**
   * Copies a row.
   *
   * @param row in [0, rows)
   * @param target receives {@link #dimension()} values from {@code offset}
   * @throws IndexOutOfBoundsException if there is no such row or no room
   */
  void copyRow(int row, float[] target, int offset);

  /** Returns a copy of a row. */
  default float[] row(int row) {
    float[] values = new float[dimension()];
    copyRow(row, values, 0);
    return values;
  }
}
