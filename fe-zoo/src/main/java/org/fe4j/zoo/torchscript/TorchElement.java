package org.fe4j.zoo.torchscript;

import java.nio.ByteBuffer;
import org.fe4j.backbone.Precision;

/** The element types of tensors in an archive, with libtorch's names and codes for them. */
enum TorchElement {
  FLOAT32("FloatStorage", 6, 4) {
    @Override
    void put(ByteBuffer target, float value) {
      target.putFloat(value);
    }
  },
  FLOAT16("HalfStorage", 5, 2) {
    @Override
    void put(ByteBuffer target, float value) {
      target.putShort(toFloat16(value));
    }
  },
  BFLOAT16("BFloat16Storage", 15, 2) {
    @Override
    void put(ByteBuffer target, float value) {
      target.putShort(toBfloat16(value));
    }
  };

  private final String storageType;
  private final int code;
  private final int bytes;

  TorchElement(String storageType, int code, int bytes) {
    this.storageType = storageType;
    this.code = code;
    this.bytes = bytes;
  }

  /** Returns the type in which weights and activations of this precision are kept. */
  static TorchElement of(Precision precision) {
    return switch (precision) {
      case FP32 -> FLOAT32;
      case FP16 -> FLOAT16;
      case BF16 -> BFLOAT16;
    };
  }

  /** Appends a value, rounded to nearest, ties to even. */
  abstract void put(ByteBuffer target, float value);

  /** Returns the class of its storage in {@code torch}. */
  String storageType() {
    return storageType;
  }

  /** Returns libtorch's number of the type, as in {@code torch.to(x, 6)}. */
  int code() {
    return code;
  }

  /** Returns the size of an element. */
  int bytes() {
    return bytes;
  }

  /** Returns IEEE half precision: overflow becomes infinite, small values subnormal. */
  static short toFloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 0x477ff000) {
      // 65520, half way between the largest number and the next that there would be.
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x38800000) {
      // Below 2^-14: a multiple of 2^-24. Adding 0.5, whose last place is 2^-24, rounds to it.
      float shifted = Float.intBitsToFloat(magnitude) + 0.5f;
      return (short) (sign | (Float.floatToRawIntBits(shifted) - 0x3f000000));
    }
    int rounded = magnitude + 0xfff + (magnitude >>> 13 & 1);
    return (short) (sign | ((rounded - 0x38000000) >>> 13));
  }

  /** Returns the upper half of single precision. */
  static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if ((bits & 0x7fffffff) > 0x7f800000) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
  }
}
