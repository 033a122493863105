package org.fe4j.zoo.savedmodel;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fe4j.zoo.graph.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Brings values into the sizes and the order of axes that an operation needs; writes nothing where
 * they have them.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class Layouts {
  private final NodeWriter nodes;
  private final Map<List<Object>, String> transposed = new HashMap<>();
  private @Nullable String batch;

  Layouts(NodeWriter nodes) {
    this.nodes = nodes;
  }

  /** Returns the value with these sizes. */
  Tensor as(Tensor x, ImmutableList<Integer> sizes) {
    return x.sizes().equals(sizes)
        ? x
        : new Tensor(nodes.reshape(x.name(), sizes), x.order(), sizes);
  }

  /** Returns the value with the sizes of its axes as they lie in memory. */
  Tensor plain(Tensor x, Shape shape) {
    return as(x, Tensor.batched(x.order().stored(shape)));
  }

  /** Returns the value with its axes in this order, and their sizes. */
  Tensor plain(Tensor x, Shape shape, AxisOrder order) {
    if (x.order().sameMemory(order, shape)) {
      return plain(new Tensor(x.name(), order, x.sizes()), shape);
    }
    Tensor plain = plain(x, shape);
    List<Integer> positions = new ArrayList<>(List.of(0));
    x.order().positionsOf(order).forEach(position -> positions.add(position + 1));
    String name =
        transposed.computeIfAbsent(
            List.of(plain.name(), positions), key -> transpose(plain.name(), positions));
    return Tensor.plain(name, order, shape);
  }

  /** Adds a transposition: position {@code i} of the result is position {@code from[i]}. */
  String transpose(String x, List<Integer> from) {
    return nodes.add(
        "Transpose", List.of(x, nodes.integers(from)), nodes.typed().type("Tperm", DataType.INT32));
  }

  /** Returns the value lying exactly as another one of its shape. */
  Tensor like(Tensor x, Tensor model, Shape shape) {
    if (x.order().sameMemory(model.order(), shape)) {
      return as(new Tensor(x.name(), model.order(), x.sizes()), model.sizes());
    }
    return as(plain(x, shape, model.order()), model.sizes());
  }

  /** Returns the value as a matrix, the last axis a row. */
  Tensor rows(Tensor x, Shape shape) {
    Tensor moved = x;
    AxisOrder order = x.order();
    int last = shape.rank() - 1;
    if (order.position(last) != last) {
      // The others keep their order.
      ImmutableList.Builder<Integer> axes = ImmutableList.builder();
      order.axes().stream().filter(axis -> axis != last).forEach(axes::add);
      moved = plain(x, shape, new AxisOrder(axes.add(last).build()));
    }
    return as(moved, ImmutableList.of(-1, shape.size(last)));
  }

  /** Returns the value with another shape, moved only where it must be. */
  Tensor reshape(Tensor x, Shape from, Shape to) {
    AxisOrder order = x.order().forReshape(from, to);
    // Where nothing has to be moved, this does not even change the sizes.
    Tensor ready = x.order().sameMemory(order, from) ? x : plain(x, from, order);
    return new Tensor(ready.name(), order.reshaped(from, to).orElseThrow(), ready.sizes());
  }

  /**
   * Returns zeros around a value whose node has the sizes of its axes, a count for each. The
   * operation is the one that takes a value to pad with: TensorFlow makes the other one part of a
   * convolution behind it, as explicit padding that leaves out what is padded along channels.
   */
  String pad(String x, List<Integer> before, List<Integer> behind) {
    List<Integer> counts = new ArrayList<>(List.of(0, 0));
    for (int i = 0; i < before.size(); i++) {
      counts.add(before.get(i));
      counts.add(behind.get(i));
    }
    return nodes.add(
        "PadV2",
        List.of(x, nodes.integers(List.of(before.size() + 1, 2), counts), nodes.scalar(0)),
        nodes.typed().type("Tpaddings", DataType.INT32));
  }

  /**
   * Returns how many images there are, as a list of one number.
   *
   * @param pixels the one node that takes them
   */
  String batch(String pixels) {
    if (batch == null) {
      Attributes shape =
          new Attributes().type("T", DataType.UINT8).type("out_type", DataType.INT32);
      String sizes = nodes.add("Shape", List.of(pixels), shape);
      Attributes slice = new Attributes().type("T", DataType.INT32).type("Index", DataType.INT32);
      List<String> arguments =
          List.of(sizes, nodes.integers(List.of(0)), nodes.integers(List.of(1)));
      batch = nodes.add("Slice", arguments, slice);
    }
    return batch;
  }
}
