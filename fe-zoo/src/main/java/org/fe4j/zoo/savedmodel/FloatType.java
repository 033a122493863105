package org.fe4j.zoo.savedmodel;

import java.nio.ByteBuffer;
import org.fe4j.numeric.Float16;

/** The types that values are computed in, and that weights are kept in. */
enum FloatType {
  FLOAT32(DataType.FLOAT, Float.BYTES) {
    @Override
    void put(ByteBuffer target, float value) {
      target.putFloat(value);
    }
  },
  BFLOAT16(DataType.BFLOAT16, Short.BYTES) {
    @Override
    void put(ByteBuffer target, float value) {
      target.putShort(Float16.bfloat16FromFloat(value));
    }
  };

  private final DataType type;
  private final int bytes;

  FloatType(DataType type, int bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /** Appends a value, rounded to nearest, ties to even. */
  abstract void put(ByteBuffer target, float value);

  /** Returns TensorFlow's type. */
  DataType type() {
    return type;
  }

  /** Returns the size of an element. */
  int bytes() {
    return bytes;
  }
}
