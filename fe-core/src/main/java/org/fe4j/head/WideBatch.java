package org.fe4j.head;

import org.fe4j.feature.FeatureMatrix;
import org.fe4j.validation.Labels;

/**
 * Rows in float64, each with a 1 behind its features.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class WideBatch implements RowBatch {

  private final FeatureMatrix features;
  private final Labels labels;
  private final FeatureScaler scaler;
  private final float[] row;

  /** (row, feature). */
  final double[][] rows;

  final int[] targets;
  int count;

  WideBatch(FeatureMatrix features, Labels labels, FeatureScaler scaler, int capacity) {
    this.features = features;
    this.labels = labels;
    this.scaler = scaler;
    this.row = new float[features.dimension()];
    this.rows = new double[capacity][features.dimension() + 1];
    this.targets = new int[capacity];
  }

  @Override
  public int capacity() {
    return rows.length;
  }

  @Override
  public void load(int[] indices, int begin, int end) {
    count = end - begin;
    for (int r = 0; r < count; r++) {
      features.copyRow(indices[begin + r], row, 0);
      scaler.apply(row, rows[r]);
      rows[r][row.length] = 1;
      targets[r] = labels.values().get(indices[begin + r]);
    }
  }
}
