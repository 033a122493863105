package org.fe4j.zoo.savedmodel;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.fe4j.zoo.graph.Shape;

/**
 * A value of the graph as a node returns it: the order of its axes in memory, and the sizes that
 * TensorFlow sees, which may be any that give those elements. Sizes that an operation does not care
 * about are left as they are.
 *
 * @param name of the node
 * @param order of the value's axes in memory
 * @param sizes that the node has, -1 for the first, which holds the batch
 */
record Tensor(String name, AxisOrder order, ImmutableList<Integer> sizes) {

  /** Returns a value whose sizes are those of its axes as they lie in memory. */
  static Tensor plain(String name, AxisOrder order, Shape shape) {
    return new Tensor(name, order, batched(order.stored(shape)));
  }

  /** Returns the sizes behind a batch of any size. */
  static ImmutableList<Integer> batched(List<Integer> sizes) {
    return ImmutableList.<Integer>builder().add(-1).addAll(sizes).build();
  }
}
