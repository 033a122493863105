package org.fe4j.head;

import com.google.common.primitives.ImmutableIntArray;
import org.fe4j.feature.FeatureMatrix;

/**
 * A scaling as it was fitted on the rows of a train part.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class FeatureScaler {

  private static final double SMALLEST_NORM = 1e-12;

  private final boolean l2;
  private final double[] shift;
  private final double[] factor;

  /** The shift as the sum of two floats: a float less the first is exact where it is close. */
  private final float[] shiftHigh;

  private final float[] shiftLow;
  private final float[] floatFactor;

  private FeatureScaler(boolean l2, double[] shift, double[] factor) {
    this.l2 = l2;
    this.shift = shift;
    this.factor = factor;
    this.shiftHigh = new float[shift.length];
    this.shiftLow = new float[shift.length];
    this.floatFactor = new float[shift.length];
    for (int i = 0; i < shift.length; i++) {
      shiftHigh[i] = (float) shift[i];
      shiftLow[i] = (float) (shift[i] - shiftHigh[i]);
      floatFactor[i] = (float) factor[i];
    }
  }

  /** Returns the scaler for these rows, of which there is at least one. */
  static FeatureScaler fit(Scaling scaling, FeatureMatrix features, ImmutableIntArray rows) {
    return switch (scaling) {
      case NONE -> new FeatureScaler(false, new double[0], new double[0]);
      case L2 -> new FeatureScaler(true, new double[0], new double[0]);
      case STANDARDIZE -> standardizer(features, rows);
    };
  }

  private static FeatureScaler standardizer(FeatureMatrix features, ImmutableIntArray rows) {
    int dimension = features.dimension();
    // Sums of differences to the first row: exactly zero for a constant feature, where rounding
    // would otherwise leave a tiny deviation to divide by.
    float[] first = features.row(rows.get(0));
    float[] row = new float[dimension];
    double[] sum = new double[dimension];
    double[] sumOfSquares = new double[dimension];
    for (int r = 0; r < rows.length(); r++) {
      features.copyRow(rows.get(r), row, 0);
      for (int i = 0; i < dimension; i++) {
        double difference = (double) row[i] - first[i];
        sum[i] += difference;
        sumOfSquares[i] += difference * difference;
      }
    }
    double[] factor = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      double mean = sum[i] / rows.length();
      double deviation = Math.sqrt(Math.max(0, sumOfSquares[i] / rows.length() - mean * mean));
      sum[i] = first[i] + mean;
      factor[i] = deviation < Float.MIN_NORMAL ? 1 : 1 / deviation;
    }
    return new FeatureScaler(false, sum, factor);
  }

  /** Returns whether a row is divided by its norm. */
  boolean normalizes() {
    return l2;
  }

  /** Returns what is subtracted from a feature; 0 where nothing is. */
  double shift(int feature) {
    return shift.length == 0 ? 0 : shift[feature];
  }

  /** Returns what a feature is multiplied with after that; 1 where it is with nothing. */
  double factor(int feature) {
    return factor.length == 0 ? 1 : factor[feature];
  }

  /** Scales a row in place, in float32. */
  void apply(float[] row) {
    if (l2) {
      float norm = (float) norm(row);
      for (int i = 0; i < row.length; i++) {
        row[i] /= norm;
      }
    } else if (shift.length > 0) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (row[i] - shiftHigh[i] - shiftLow[i]) * floatFactor[i];
      }
    }
  }

  /** Scales a row into another array, in float64. */
  void apply(float[] row, double[] target) {
    double norm = l2 ? norm(row) : 1;
    for (int i = 0; i < row.length; i++) {
      target[i] = row[i] / norm;
    }
    for (int i = 0; i < shift.length; i++) {
      target[i] = (target[i] - shift[i]) * factor[i];
    }
  }

  private static double norm(float[] row) {
    double sum = 0;
    for (float value : row) {
      sum += (double) value * value;
    }
    return Math.max(Math.sqrt(sum), SMALLEST_NORM);
  }
}
