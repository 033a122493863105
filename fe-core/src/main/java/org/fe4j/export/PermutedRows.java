package org.fe4j.export;

import com.google.common.primitives.ImmutableIntArray;
import org.fe4j.feature.FeatureMatrix;

/**
 * Rows of another matrix in another order.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param matrix that holds them
 * @param order the row of the matrix that each row is
 */
record PermutedRows(FeatureMatrix matrix, ImmutableIntArray order) implements FeatureMatrix {

  @Override
  public int rows() {
    return order.length();
  }

  @Override
  public int dimension() {
    return matrix.dimension();
  }

  @Override
  public void copyRow(int row, float[] target, int offset) {
    matrix.copyRow(order.get(row), target, offset);
  }
}
