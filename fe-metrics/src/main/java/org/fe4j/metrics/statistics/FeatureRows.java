package org.fe4j.metrics.statistics;

import java.util.Arrays;

/**
 * Rows of numbers of the same length, such as the features of images, wherever they lie. An
 * implementation gives the same numbers each time: rows are read more than once. It is called by
 * one thread at a time.
 */
public interface FeatureRows {

  /** Returns the number of rows. */
  int rows();

  /** Returns the length of a row. */
  int dimension();

  /**
   * Copies a row.
   *
   * @param row in [0, rows)
   * @param target receives {@link #dimension()} numbers, its length
   */
  void copyRow(int row, double[] target);

  /** Copies a row of float32 numbers, such as fe-core's feature matrices do. */
  @FunctionalInterface
  interface FloatReader {

    /**
     * Copies a row.
     *
     * @param row in [0, rows)
     * @param target receives the numbers
     * @param offset where the first number goes
     */
    void copyRow(int row, float[] target, int offset);
  }

  /**
   * Returns rows of float32 numbers: {@code ofFloats(m.rows(), m.dimension(), m::copyRow)}. Nothing
   * is copied but the row that is read.
   *
   * @param rows the number of rows, at least 0
   * @param dimension the length of a row, at least 0
   * @param reader copies a row
   * @throws IllegalArgumentException if a number is negative
   */
  static FeatureRows ofFloats(int rows, int dimension, FloatReader reader) {
    if (rows < 0 || dimension < 0) {
      throw new IllegalArgumentException("%d rows of length %d".formatted(rows, dimension));
    }
    return new FloatRows(rows, dimension, reader);
  }

  /**
   * Returns a view of rows in memory.
   *
   * @param rows arrays of the same length; not copied, so leave them as they are
   * @throws IllegalArgumentException if they differ in length
   */
  static FeatureRows of(double[][] rows) {
    int dimension = rows.length == 0 ? 0 : rows[0].length;
    if (Arrays.stream(rows).anyMatch(row -> row.length != dimension)) {
      throw new IllegalArgumentException(
          "Rows have the same length, but the first has %d numbers and another one not"
              .formatted(dimension));
    }
    return new DoubleRows(rows, dimension);
  }
}
