package org.fe4j.zoo.savedmodel;

/** The element types of tensors in a graph, with TensorFlow's numbers for them. */
enum DataType {
  FLOAT(1),
  INT32(3),
  UINT8(4),
  STRING(7),
  BFLOAT16(14);

  private final int number;

  DataType(int number) {
    this.number = number;
  }

  /** Returns the value of TensorFlow's enumeration of this name. */
  int number() {
    return number;
  }
}
