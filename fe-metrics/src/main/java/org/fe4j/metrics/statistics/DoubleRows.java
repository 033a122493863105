package org.fe4j.metrics.statistics;

/** Rows in memory. */
final class DoubleRows implements FeatureRows {

  private final double[][] rows;
  private final int dimension;

  DoubleRows(double[][] rows, int dimension) {
    this.rows = rows;
    this.dimension = dimension;
  }

  @Override
  public int rows() {
    return rows.length;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public void copyRow(int row, double[] target) {
    System.arraycopy(rows[row], 0, target, 0, dimension);
  }
}
