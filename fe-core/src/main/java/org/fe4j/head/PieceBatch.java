package org.fe4j.head;

import org.fe4j.feature.FeatureMatrix;
import org.fe4j.validation.Labels;

/**
 * Rows in float32, each cut into pieces of the same length, an array of its own each; the last ones
 * end in zeros.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class PieceBatch implements RowBatch {

  private static final int LONGEST_PIECE = 256;

  private final FeatureMatrix features;
  private final Labels labels;
  private final FeatureScaler scaler;
  private final float[] row;

  /** A multiple of four rows: (row, piece, place). Of the pieces there is an even number. */
  final float[][][] rows;

  final int[] targets;
  final int pieceLength;
  int count;

  PieceBatch(FeatureMatrix features, Labels labels, FeatureScaler scaler, int capacity) {
    this.features = features;
    this.labels = labels;
    this.scaler = scaler;
    this.row = new float[features.dimension()];
    // Two pieces are multiplied at a time.
    int pairs = ceilDiv(row.length, 2 * LONGEST_PIECE);
    this.pieceLength = ceilDiv(row.length, 2 * pairs);
    this.rows = new float[ceilDiv(capacity, 4) * 4][2 * pairs][pieceLength];
    this.targets = new int[rows.length];
  }

  static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  @Override
  public int capacity() {
    return rows.length;
  }

  int dimension() {
    return row.length;
  }

  int pieceCount() {
    return rows[0].length;
  }

  @Override
  public void load(int[] indices, int begin, int end) {
    count = end - begin;
    for (int r = 0; r < count; r++) {
      features.copyRow(indices[begin + r], row, 0);
      scaler.apply(row);
      for (int piece = 0; piece < rows[r].length; piece++) {
        int from = piece * pieceLength;
        int length = Math.max(0, Math.min(pieceLength, row.length - from));
        System.arraycopy(row, Math.min(from, row.length), rows[r][piece], 0, length);
      }
      targets[r] = labels.values().get(indices[begin + r]);
    }
  }
}
