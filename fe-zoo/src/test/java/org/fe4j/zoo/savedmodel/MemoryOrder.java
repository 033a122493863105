package org.fe4j.zoo.savedmodel;

import java.util.List;
import org.fe4j.zoo.graph.Shape;

/** Where elements lie, by direct counting: what {@link AxisOrder} is tested against. */
final class MemoryOrder {
  private MemoryOrder() {}

  /** Returns the row-major number of the element at each position in memory. */
  static int[] elements(Shape shape, AxisOrder order) {
    int[] memory = new int[(int) shape.elements()];
    for (int element = 0; element < memory.length; element++) {
      memory[position(shape, order.axes(), index(shape, element))] = element;
    }
    return memory;
  }

  private static int position(Shape shape, List<Integer> axes, int[] index) {
    int position = 0;
    for (int axis : axes) {
      position = position * shape.size(axis) + index[axis];
    }
    return position;
  }

  /** Returns the index along each axis of an element in row-major order. */
  static int[] index(Shape shape, int element) {
    int[] index = new int[shape.rank()];
    int rest = element;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.size(axis);
      rest /= shape.size(axis);
    }
    return index;
  }
}
