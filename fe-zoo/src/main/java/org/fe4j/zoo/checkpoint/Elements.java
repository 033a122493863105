package org.fe4j.zoo.checkpoint;

import java.nio.ByteBuffer;
import org.fe4j.numeric.Float16;

/** Converts stored elements to float32. */
final class Elements {
  private Elements() {}

  /** Converts {@code count} adjoining elements from the beginning of a little-endian view. */
  static void read(ElementType type, ByteBuffer view, float[] target, int offset, int count) {
    switch (type) {
      case FLOAT32 -> view.asFloatBuffer().get(target, offset, count);
      case FLOAT16 -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = Float16.toFloat(view.getShort(2 * i));
        }
      }
      case BFLOAT16 -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = Float16.bfloat16ToFloat(view.getShort(2 * i));
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = read(type, view, i * type.bytes());
        }
      }
    }
  }

  /** Converts the element at a byte index of a little-endian buffer. */
  static float read(ElementType type, ByteBuffer buffer, int index) {
    return switch (type) {
      case FLOAT64 -> (float) buffer.getDouble(index);
      case FLOAT32 -> buffer.getFloat(index);
      case FLOAT16 -> Float16.toFloat(buffer.getShort(index));
      case BFLOAT16 -> Float16.bfloat16ToFloat(buffer.getShort(index));
      case INT64 -> buffer.getLong(index);
      case INT32 -> buffer.getInt(index);
      case INT16 -> buffer.getShort(index);
      case INT8 -> buffer.get(index);
      case UINT8 -> buffer.get(index) & 0xff;
      case BOOL -> buffer.get(index) == 0 ? 0 : 1;
    };
  }
}
