package org.fe4j.zoo.torchscript;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.graph.Shape;

/** The order of a tensor's elements in memory. */
enum MemoryLayout {
  /** Row-major. */
  CHANNELS_FIRST,
  /**
   * The second of four axes moves fastest: (N, C, H, W) lies as (N, H, W, C). Tensors of another
   * rank are row-major.
   */
  CHANNELS_LAST;

  /** Returns the distance between neighbours along each axis, in elements. */
  ImmutableList<Long> strides(Shape shape) {
    if (permutes(shape)) {
      long channels = shape.size(1);
      long width = shape.size(3);
      return ImmutableList.of(shape.size(2) * width * channels, 1L, width * channels, channels);
    }
    Long[] strides = new Long[shape.rank()];
    long stride = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape.size(axis);
    }
    return ImmutableList.copyOf(strides);
  }

  /** Returns whether the elements of such a tensor do not lie in row-major order. */
  boolean permutes(Shape shape) {
    return this == CHANNELS_LAST && shape.rank() == 4;
  }
}
