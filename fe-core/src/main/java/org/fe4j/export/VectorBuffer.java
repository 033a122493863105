package org.fe4j.export;

import java.util.Arrays;

/**
 * An array that grows, for the values of one row after the other. Not safe for concurrent use;
 * confine an instance to one thread.
 */
final class VectorBuffer {
  private float[] values = new float[1024];

  /** Sets a value; all up to it are there then. */
  void set(int index, float value) {
    if (index >= values.length) {
      values = Arrays.copyOf(values, Math.max(index + 1, 2 * values.length));
    }
    values[index] = value;
  }

  /** Makes the first values zero. */
  void clear(int length) {
    if (length > values.length) {
      values = new float[length];
    }
    Arrays.fill(values, 0, length, 0);
  }

  float get(int index) {
    return values[index];
  }

  /** Returns the array itself, until the next value is set. */
  float[] array() {
    return values;
  }
}
