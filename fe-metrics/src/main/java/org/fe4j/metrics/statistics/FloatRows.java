package org.fe4j.metrics.statistics;

/** Rows of float32 numbers, each widened when it is read. */
final class FloatRows implements FeatureRows {

  private final int rows;
  private final FloatReader reader;
  private final float[] buffer;

  FloatRows(int rows, int dimension, FloatReader reader) {
    this.rows = rows;
    this.reader = reader;
    this.buffer = new float[dimension];
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int dimension() {
    return buffer.length;
  }

  @Override
  public void copyRow(int row, double[] target) {
    reader.copyRow(row, buffer, 0);
    for (int index = 0; index < buffer.length; index++) {
      target[index] = buffer[index];
    }
  }
}
