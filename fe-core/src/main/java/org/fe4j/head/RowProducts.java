package org.fe4j.head;

import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import org.fe4j.feature.FeatureMatrix;

/**
 * Products of scaled rows with several vectors, and back, in float64. Vectors are one array: for
 * each output the factors of the features and then a constant.
 *
 * <p>Features are taken less a centre. Rows are read and scaled again each time, a block of {@value
 * #BLOCK} at once, since a copy in float64 would be twice as large as the features. A block lies in
 * memory by rows, for the way back, and a piece of it by features, for the way there, so that both
 * are sums of scaled arrays.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class RowProducts {

  private static final int BLOCK = 128;
  private static final int LONGEST_PIECE = 256;

  private final FeatureMatrix features;
  private final FeatureScaler scaler;
  private final double[] centre;
  private final int[] rows;
  private final int outputCount;
  private final int dimension;
  private final int pieceLength;
  private final float[] row;
  private final double[] scaledRow;

  /** (row, piece, place); the last places of the last piece are zero. */
  private final double[][][] block;

  /** A piece of the block: (place, row). */
  private final double[][] turned;

  /** (output, row). */
  private final double[][] outputs;

  /** (output, piece, place). */
  private final double[][][] sums;

  private final double[] sumsOfConstants;

  RowProducts(
      FeatureMatrix features,
      FeatureScaler scaler,
      double[] centre,
      ImmutableIntArray rows,
      int outputCount) {
    this.features = features;
    this.scaler = scaler;
    this.centre = centre;
    this.rows = rows.toArray();
    this.outputCount = outputCount;
    this.dimension = features.dimension();
    int pieces = PieceBatch.ceilDiv(dimension, LONGEST_PIECE);
    // Places are taken four at a time.
    this.pieceLength = PieceBatch.ceilDiv(PieceBatch.ceilDiv(dimension, pieces), 4) * 4;
    this.row = new float[dimension];
    this.scaledRow = new double[dimension];
    this.block = new double[BLOCK][pieces][pieceLength];
    this.turned = new double[pieceLength][BLOCK];
    this.outputs = new double[outputCount][BLOCK];
    this.sums = new double[outputCount][pieces][pieceLength];
    this.sumsOfConstants = new double[outputCount];
  }

  /** What is done with the outputs of a block. */
  @FunctionalInterface
  interface Visitor {

    /**
     * Takes the outputs (output, row) of {@code count} rows from the one at {@code begin}; may put
     * others in their place.
     */
    void visit(double[][] outputs, int begin, int count);
  }

  int rowCount() {
    return rows.length;
  }

  /** Returns the length of the array of all vectors. */
  int length() {
    return outputCount * (dimension + 1);
  }

  /** Shows the products of all rows with the vectors. */
  void multiply(double[] vectors, Visitor visitor) {
    for (int begin = 0; begin < rows.length; begin += BLOCK) {
      forward(vectors, begin, visitor);
    }
  }

  /**
   * Shows the products of all rows with the vectors, and leaves the sum over the rows of what the
   * visitor put in their place, times the row.
   */
  void multiplyBothWays(double[] vectors, Visitor visitor, double[] result) {
    for (double[][] ofOutput : sums) {
      for (double[] piece : ofOutput) {
        Arrays.fill(piece, 0);
      }
    }
    Arrays.fill(sumsOfConstants, 0);
    for (int begin = 0; begin < rows.length; begin += BLOCK) {
      forward(vectors, begin, visitor);
      backward();
    }
    for (int output = 0; output < outputCount; output++) {
      int offset = output * (dimension + 1);
      for (int i = 0; i < dimension; i++) {
        result[offset + i] = sums[output][i / pieceLength][i % pieceLength];
      }
      result[offset + dimension] = sumsOfConstants[output];
    }
  }

  private void forward(double[] vectors, int begin, Visitor visitor) {
    int count = Math.min(BLOCK, rows.length - begin);
    load(begin, count);
    for (int output = 0; output < outputCount; output++) {
      Arrays.fill(outputs[output], vectors[output * (dimension + 1) + dimension]);
    }
    for (int piece = 0; piece < block[0].length; piece++) {
      turn(piece, count);
      for (int output = 0; output < outputCount; output++) {
        addPiece(vectors, output * (dimension + 1), piece, outputs[output]);
      }
    }
    visitor.visit(outputs, begin, count);
    for (double[] ofOutput : outputs) {
      Arrays.fill(ofOutput, count, BLOCK, 0); // Whatever rows an earlier block left do not count.
    }
  }

  private void load(int begin, int count) {
    for (int r = 0; r < count; r++) {
      features.copyRow(rows[begin + r], row, 0);
      scaler.apply(row, scaledRow);
      for (int i = 0; i < dimension; i++) {
        scaledRow[i] -= centre[i];
      }
      for (int piece = 0; piece < block[r].length; piece++) {
        int from = piece * pieceLength;
        int length = Math.max(0, Math.min(pieceLength, dimension - from));
        System.arraycopy(scaledRow, Math.min(from, dimension), block[r][piece], 0, length);
      }
    }
  }

  private void turn(int piece, int count) {
    for (int r = 0; r < count; r++) {
      double[] values = block[r][piece];
      for (int i = 0; i < pieceLength; i++) {
        turned[i][r] = values[i];
      }
    }
  }

  private void addPiece(double[] vectors, int offset, int piece, double[] target) {
    int begin = piece * pieceLength;
    int end = Math.min(begin + pieceLength, dimension);
    for (int i = begin; i < end; i += 4) {
      int at = i - begin;
      Vectors.addScaled(
          target,
          turned[at],
          turned[at + 1],
          turned[at + 2],
          turned[at + 3],
          vectors[offset + i],
          i + 1 < end ? vectors[offset + i + 1] : 0,
          i + 2 < end ? vectors[offset + i + 2] : 0,
          i + 3 < end ? vectors[offset + i + 3] : 0);
    }
  }

  private void backward() {
    for (int output = 0; output < outputCount; output++) {
      for (double value : outputs[output]) {
        sumsOfConstants[output] += value;
      }
    }
    for (int piece = 0; piece < block[0].length; piece++) {
      for (int output = 0; output < outputCount; output++) {
        double[] factors = outputs[output];
        for (int r = 0; r < BLOCK; r += 4) {
          Vectors.addScaled(
              sums[output][piece],
              block[r][piece],
              block[r + 1][piece],
              block[r + 2][piece],
              block[r + 3][piece],
              factors[r],
              factors[r + 1],
              factors[r + 2],
              factors[r + 3]);
        }
      }
    }
  }
}
