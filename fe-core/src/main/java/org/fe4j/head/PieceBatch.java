package org.fe4j.head;

import org.fe4j.feature.FeatureMatrix;
import org.fe4j.validation.Labels;

/**
 * Rows in float32, each cut into pieces of the same length, an array of its own each, so that the
 * pieces of a whole batch fit a cache; the last ones end in zeros.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class PieceBatch implements RowBatch {

  /** Rows and places are taken two or three at a time. */
  static final int MULTIPLE = 6;

  private static final int LONGEST_PIECE = 512;

  private final FeatureMatrix features;
  private final Labels labels;
  private final FeatureScaler scaler;
  private final float[] row;

  /**
   * A multiple of {@value #MULTIPLE} rows: (row, piece, place). The last of them may be of an
   * earlier batch.
   */
  final float[][][] rows;

  final int[] targets;

  /** A multiple of {@value #MULTIPLE}. */
  final int pieceLength;

  int count;

  PieceBatch(FeatureMatrix features, Labels labels, FeatureScaler scaler, int capacity) {
    this.features = features;
    this.labels = labels;
    this.scaler = scaler;
    this.row = new float[features.dimension()];
    int pieces = ceilDiv(row.length, LONGEST_PIECE);
    this.pieceLength = roundUp(ceilDiv(row.length, pieces));
    this.rows = new float[roundUp(capacity)][pieces][pieceLength];
    this.targets = new int[rows.length];
  }

  static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  private static int roundUp(int count) {
    return ceilDiv(count, MULTIPLE) * MULTIPLE;
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
