package org.fe4j.feature;

import java.util.Objects;

/**
 * Features in one array in memory, row after row.
 *
 * <p>Immutable and safe for use by multiple threads, as long as nobody writes to the array that it
 * was made of.
 */
public final class DenseFeatures implements FeatureMatrix {

  private final int rows;
  private final int dimension;
  private final float[] values;

  private DenseFeatures(int rows, int dimension, float[] values) {
    this.rows = rows;
    this.dimension = dimension;
    this.values = values;
  }

  /**
   * Returns a matrix over the given array, which is not copied and must not be changed afterwards.
   *
   * @param rows the number of rows, 0 or more
   * @param dimension the length of a row, 1 or more
   * @param values row after row, {@code rows * dimension} of them
   * @throws IllegalArgumentException if the array has another length than rows and dimension ask
   *     for
   */
  public static DenseFeatures of(int rows, int dimension, float[] values) {
    if (rows < 0 || dimension < 1) {
      throw new IllegalArgumentException(
          "A feature matrix needs 0 or more rows of 1 or more values, not %d rows of %d"
              .formatted(rows, dimension));
    }
    if ((long) rows * dimension != values.length) {
      throw new IllegalArgumentException(
          "%d rows of %d values are %d values, but the array holds %d"
              .formatted(rows, dimension, (long) rows * dimension, values.length));
    }
    return new DenseFeatures(rows, dimension, values);
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public void copyRow(int row, float[] target, int offset) {
    Objects.checkIndex(row, rows);
    System.arraycopy(values, row * dimension, target, offset, dimension);
  }

  @Override
  public String toString() {
    return "DenseFeatures[" + rows + " x " + dimension + "]";
  }
}
