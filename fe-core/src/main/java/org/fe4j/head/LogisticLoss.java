package org.fe4j.head;

import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import org.fe4j.feature.FeatureMatrix;

/**
 * The mean cross-entropy of softmax regression over some rows, and its gradient, in float64.
 * Weights are one vector: for each class those of the features and then the intercept.
 *
 * <p>Features are taken less a centre, the mean over the train rows: with free intercepts this
 * changes nothing but how fast the minimum is found.
 *
 * <p>Rows are read and scaled again each time, a block of {@value #BLOCK} at once, since a copy in
 * float64 would be twice as large as the features. A block lies in memory by rows, for the
 * gradient, and a piece of it by features, for the logits, so that both are sums of scaled arrays.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class LogisticLoss {

  private static final int BLOCK = 128;
  private static final int LONGEST_PIECE = 256;

  private final FeatureMatrix features;
  private final FeatureScaler scaler;
  private final double[] centre;
  private final int[] rows;

  /** The class of each row, from 0 to below the number of classes. */
  private final int[] targets;

  private final int classCount;
  private final int dimension;
  private final int pieceLength;
  private final float[] row;
  private final double[] scaledRow;

  /** (row, piece, place); the last places of the last piece are zero. */
  private final double[][][] block;

  /** A piece of the block: (place, row). */
  private final double[][] turned;

  /** (class, row), and after it the gradient of these logits. */
  private final double[][] logits;

  private final double[] rowLogits;

  /** (class, piece, place). */
  private final double[][][] slopes;

  LogisticLoss(
      FeatureMatrix features,
      FeatureScaler scaler,
      double[] centre,
      ImmutableIntArray rows,
      int[] targets,
      int classCount) {
    this.features = features;
    this.scaler = scaler;
    this.centre = centre;
    this.rows = rows.toArray();
    this.targets = targets;
    this.classCount = classCount;
    this.dimension = features.dimension();
    int pieces = PieceBatch.ceilDiv(dimension, LONGEST_PIECE);
    // Places are taken four at a time.
    this.pieceLength = PieceBatch.ceilDiv(PieceBatch.ceilDiv(dimension, pieces), 4) * 4;
    this.row = new float[dimension];
    this.scaledRow = new double[dimension];
    this.block = new double[BLOCK][pieces][pieceLength];
    this.turned = new double[pieceLength][BLOCK];
    this.logits = new double[classCount][BLOCK];
    this.rowLogits = new double[classCount];
    this.slopes = new double[classCount][pieces][pieceLength];
  }

  /** Returns the length of the vector of weights. */
  int weightCount() {
    return classCount * (dimension + 1);
  }

  /** Returns the mean loss. */
  double mean(double[] weights) {
    double sum = 0;
    for (int begin = 0; begin < rows.length; begin += BLOCK) {
      sum += forward(weights, begin);
    }
    return sum / rows.length;
  }

  /** Returns the mean loss, and leaves its gradient. */
  double mean(double[] weights, double[] gradient) {
    for (double[][] ofClass : slopes) {
      for (double[] piece : ofClass) {
        Arrays.fill(piece, 0);
      }
    }
    double[] ofIntercepts = new double[classCount];
    double sum = 0;
    for (int begin = 0; begin < rows.length; begin += BLOCK) {
      sum += forward(weights, begin);
      for (int c = 0; c < classCount; c++) {
        for (int r = 0; r < BLOCK; r++) {
          ofIntercepts[c] += logits[c][r];
        }
      }
      backward();
    }
    for (int c = 0; c < classCount; c++) {
      int offset = c * (dimension + 1);
      for (int i = 0; i < dimension; i++) {
        gradient[offset + i] = slopes[c][i / pieceLength][i % pieceLength] / rows.length;
      }
      gradient[offset + dimension] = ofIntercepts[c] / rows.length;
    }
    return sum / rows.length;
  }

  /** Leaves the gradient of the logits of a block behind; returns the sum of its losses. */
  private double forward(double[] weights, int begin) {
    int count = Math.min(BLOCK, rows.length - begin);
    load(begin, count);
    for (int c = 0; c < classCount; c++) {
      Arrays.fill(logits[c], weights[c * (dimension + 1) + dimension]);
    }
    for (int piece = 0; piece < block[0].length; piece++) {
      turn(piece, count);
      for (int c = 0; c < classCount; c++) {
        addPiece(weights, c * (dimension + 1), piece, logits[c]);
      }
    }
    double loss = 0;
    for (int r = 0; r < count; r++) {
      for (int c = 0; c < classCount; c++) {
        rowLogits[c] = logits[c][r];
      }
      int target = targets[begin + r];
      loss += Softmax.loss(rowLogits, target);
      rowLogits[target] -= 1;
      for (int c = 0; c < classCount; c++) {
        logits[c][r] = rowLogits[c];
      }
    }
    for (double[] ofClass : logits) {
      Arrays.fill(ofClass, count, BLOCK, 0); // Whatever rows an earlier block left do not count.
    }
    return loss;
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

  private void addPiece(double[] weights, int offset, int piece, double[] sums) {
    int begin = piece * pieceLength;
    int end = Math.min(begin + pieceLength, dimension);
    for (int i = begin; i < end; i += 4) {
      int at = i - begin;
      Vectors.addScaled(
          sums,
          turned[at],
          turned[at + 1],
          turned[at + 2],
          turned[at + 3],
          weights[offset + i],
          i + 1 < end ? weights[offset + i + 1] : 0,
          i + 2 < end ? weights[offset + i + 2] : 0,
          i + 3 < end ? weights[offset + i + 3] : 0);
    }
  }

  private void backward() {
    for (int piece = 0; piece < block[0].length; piece++) {
      for (int c = 0; c < classCount; c++) {
        double[] ofLogits = logits[c];
        for (int r = 0; r < BLOCK; r += 4) {
          Vectors.addScaled(
              slopes[c][piece],
              block[r][piece],
              block[r + 1][piece],
              block[r + 2][piece],
              block[r + 3][piece],
              ofLogits[r],
              ofLogits[r + 1],
              ofLogits[r + 2],
              ofLogits[r + 3]);
        }
      }
    }
  }
}
