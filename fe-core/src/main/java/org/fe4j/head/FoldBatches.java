package org.fe4j.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.validation.Labels;

/**
 * A batch of each of F folds, as arrays that all folds share: rows (F, B, D + 1) with a one behind
 * the features for the bias; targets (F, B, C), one-hot; row weights (F, B, 1). Places without a
 * row are zero in all three. Rows are gathered and scaled here rather than by the engine, since not
 * every engine can gather, and features need not fit into its memory.
 *
 * <p>The buffers are used again for each batch, so arrays made of them are good until the next one.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class FoldBatches {

  private final FeatureMatrix features;
  private final Labels labels;
  private final int width;
  private final boolean float64;
  private final float[] row;
  private final double[] wideRow;
  private final Values x;
  private final Values targets;
  private final Values rowWeights;
  private int folds;

  FoldBatches(FeatureMatrix features, Labels labels, int folds, int width, boolean float64) {
    this.features = features;
    this.labels = labels;
    this.folds = folds;
    this.width = width;
    this.float64 = float64;
    this.row = new float[features.dimension()];
    this.wideRow = new double[float64 ? features.dimension() : 0];
    this.x = new Values(folds * width, features.dimension() + 1, float64);
    this.targets = new Values(folds * width, labels.classCount(), float64);
    this.rowWeights = new Values(folds * width, 1, float64);
  }

  /** Returns the rows that a batch of a fold has at most, B. */
  int width() {
    return width;
  }

  /** Uses places for this many folds only, from now on. */
  void shrink(int newFolds) {
    folds = newFolds;
  }

  /**
   * Puts the batch of a fold into its place.
   *
   * @param rows of which {@code [begin, end)} are the batch, at most B and possibly none
   */
  void fill(int fold, FeatureScaler scaler, int[] rows, int begin, int end) {
    int place = fold * width;
    for (int i = begin; i < end; i++, place++) {
      features.copyRow(rows[i], row, 0);
      if (float64) {
        scaler.apply(row, wideRow);
        x.putRow(place, wideRow);
      } else {
        scaler.apply(row);
        x.putRow(place, row);
      }
      x.put(place, row.length, 1);
      targets.clearRow(place);
      targets.put(place, labels.values().get(rows[i]), 1);
      rowWeights.put(place, 0, 1.0 / (end - begin));
    }
    for (; place < (fold + 1) * width; place++) {
      x.clearRow(place);
      targets.clearRow(place);
      rowWeights.put(place, 0, 0);
    }
  }

  NDArray x(NDManager manager) {
    return x.toArray(manager, folds, width);
  }

  NDArray targets(NDManager manager) {
    return targets.toArray(manager, folds, width);
  }

  NDArray rowWeights(NDManager manager) {
    return rowWeights.toArray(manager, folds, width);
  }

  /** Rows of float32 or float64 outside the heap, where an engine reads them without a copy. */
  private static final class Values {
    private final int columns;
    private final boolean wide;
    private final ByteBuffer bytes;
    private final FloatBuffer floats;
    private final DoubleBuffer doubles;

    Values(int rows, int columns, boolean wide) {
      this.columns = columns;
      this.wide = wide;
      this.bytes =
          ByteBuffer.allocateDirect(rows * columns * (wide ? Double.BYTES : Float.BYTES))
              .order(ByteOrder.nativeOrder());
      this.floats = bytes.asFloatBuffer();
      this.doubles = bytes.asDoubleBuffer();
    }

    void putRow(int row, float[] values) {
      floats.put(row * columns, values);
    }

    void putRow(int row, double[] values) {
      doubles.put(row * columns, values);
    }

    void put(int row, int column, double value) {
      if (wide) {
        doubles.put(row * columns + column, value);
      } else {
        floats.put(row * columns + column, (float) value);
      }
    }

    void clearRow(int row) {
      for (int column = 0; column < columns; column++) {
        put(row, column, 0);
      }
    }

    NDArray toArray(NDManager manager, int folds, int width) {
      int length = folds * width * columns * (wide ? Double.BYTES : Float.BYTES);
      return manager.create(
          bytes.slice(0, length).order(ByteOrder.nativeOrder()),
          new Shape(folds, width, columns),
          wide ? DataType.FLOAT64 : DataType.FLOAT32);
    }
  }
}
