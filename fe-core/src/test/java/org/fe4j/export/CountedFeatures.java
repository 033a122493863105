package org.fe4j.export;

import java.util.Objects;
import org.fe4j.feature.FeatureMatrix;

/** Features that follow from their row, of which none is in memory. */
record CountedFeatures(int rows, int dimension) implements FeatureMatrix {

  @Override
  public void copyRow(int row, float[] target, int offset) {
    Objects.checkIndex(row, rows);
    for (int i = 0; i < dimension; i++) {
      target[offset + i] = value(row, i);
    }
  }

  /** Values of every magnitude, of which neighbours have nothing in common. */
  static float value(int row, int column) {
    int bits = 31 * (row + 1) * 0x9E3779B1 + column * 0x85EBCA6B;
    float value = Float.intBitsToFloat(bits);
    return Float.isFinite(value) ? value : row + column / 7f;
  }
}
