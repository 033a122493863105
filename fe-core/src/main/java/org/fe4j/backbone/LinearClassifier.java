package org.fe4j.backbone;

import static com.google.common.base.Preconditions.checkElementIndex;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;

/**
 * A linear head on features as the backbone gives them: {@code softmax(W (s(x) - shift) + b)},
 * where {@code s} divides a row by its Euclidean norm, or by 1e-12 where the norm is smaller, or
 * changes nothing. What is divided by a deviation is in {@code W}. The shift is apart from {@code
 * b} and has values of float32, so that an engine that computes in float32 subtracts it without
 * loss: of features near 1000 that differ by 0.1 little would be left otherwise.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class LinearClassifier {
  private final boolean normalizes;
  private final float[] shift;
  private final double[] weights;
  private final double[] bias;

  private LinearClassifier(boolean normalizes, float[] shift, double[] weights, double[] bias) {
    this.normalizes = normalizes;
    this.shift = shift;
    this.weights = weights;
    this.bias = bias;
  }

  /**
   * Returns the head {@code softmax(W (s(x) - shift) + b)}. What float32 cannot hold of the shift
   * goes into the bias.
   *
   * @param normalizes whether rows are divided by their Euclidean norm first
   * @param shift a value for each feature
   * @param weights row after row, a row for each class
   * @param bias a value for each class; minus infinity for a class that is never the answer
   * @throws IllegalArgumentException if the lengths do not fit, or a value is not finite or too
   *     large for float32
   */
  public static LinearClassifier of(
      boolean normalizes, double[] shift, double[] weights, double[] bias) {
    if (shift.length == 0 || bias.length == 0 || weights.length != shift.length * bias.length) {
      throw new IllegalArgumentException(
          "A linear head needs weights for each class and each feature, but there are %d for %d classes and %d features"
              .formatted(weights.length, bias.length, shift.length));
    }
    float[] high = new float[shift.length];
    double[] moved = bias.clone();
    for (int i = 0; i < shift.length; i++) {
      high[i] = (float) requireFloat("shift", i, shift[i]);
      for (int c = 0; c < bias.length; c++) {
        moved[c] -= (shift[i] - high[i]) * weights[c * shift.length + i];
      }
    }
    for (int i = 0; i < weights.length; i++) {
      requireFloat("weight", i, weights[i]);
    }
    for (int c = 0; c < bias.length; c++) {
      if (bias[c] != Double.NEGATIVE_INFINITY) {
        requireFloat("bias", c, moved[c]);
      }
    }
    return new LinearClassifier(normalizes, high, weights.clone(), moved);
  }

  private static double requireFloat(String what, int index, double value) {
    if (!Float.isFinite((float) value)) {
      throw new IllegalArgumentException(
          "The %s %d of a linear head is %s, which is no finite float32: its features are of too different scales"
              .formatted(what, index, value));
    }
    return value;
  }

  /** Returns the length of a feature. */
  public int dimension() {
    return shift.length;
  }

  /** Returns the number of classes. */
  public int classCount() {
    return bias.length;
  }

  /** Returns whether a row is divided by its Euclidean norm before anything else. */
  public boolean normalizes() {
    return normalizes;
  }

  /** Returns whether some value of the shift is not zero. */
  public boolean shifts() {
    for (float value : shift) {
      if (value != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns what is subtracted from a feature.
   *
   * @throws IndexOutOfBoundsException if there is no such feature
   */
  public float shift(int feature) {
    return shift[checkElementIndex(feature, shift.length)];
  }

  /**
   * Returns the weight of a feature for a class.
   *
   * @throws IndexOutOfBoundsException if there is no such class or feature
   */
  public double weight(int classIndex, int feature) {
    checkElementIndex(classIndex, bias.length);
    return weights[classIndex * shift.length + checkElementIndex(feature, shift.length)];
  }

  /**
   * Returns the bias of a class, minus infinity for one that is never the answer.
   *
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public double bias(int classIndex) {
    return bias[checkElementIndex(classIndex, bias.length)];
  }

  /** Returns the sha-256, in hex, of all that decides its answers. */
  public String sha256() {
    Hasher hasher = Hashing.sha256().newHasher();
    hasher.putBoolean(normalizes).putInt(shift.length).putInt(bias.length);
    for (float value : shift) {
      hasher.putFloat(value);
    }
    for (double value : weights) {
      hasher.putDouble(value);
    }
    for (double value : bias) {
      hasher.putDouble(value);
    }
    return hasher.hash().toString();
  }
}
