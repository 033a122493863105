package org.fe4j.zoo.torchscript;

import java.nio.ByteBuffer;
import org.fe4j.backbone.Precision;
import org.fe4j.numeric.Float16;

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
      target.putShort(Float16.fromFloat(value));
    }
  },
  BFLOAT16("BFloat16Storage", 15, 2) {
    @Override
    void put(ByteBuffer target, float value) {
      target.putShort(Float16.bfloat16FromFloat(value));
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
}
