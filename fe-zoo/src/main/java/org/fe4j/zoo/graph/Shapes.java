package org.fe4j.zoo.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;

/** What shape inference of the operations has in common. */
final class Shapes {
  private Shapes() {}

  static void arity(Op op, List<Shape> inputs, int expected) {
    if (inputs.size() != expected) {
      throw new IllegalArgumentException(
          op + " takes " + expected + " inputs, but found " + inputs.size() + ": " + inputs);
    }
  }

  static void require(boolean condition, Op op, List<Shape> inputs) {
    if (!condition) {
      throw new IllegalArgumentException(op + " does not take inputs of the shapes " + inputs);
    }
  }

  static Shape only(Op op, List<Shape> inputs, int rank) {
    arity(op, inputs, 1);
    require(inputs.get(0).rank() == rank, op, inputs);
    return inputs.get(0);
  }

  static Shape unchanged(Op op, List<Shape> inputs) {
    arity(op, inputs, 1);
    return inputs.get(0);
  }

  static Shape alongLastAxis(Op op, List<Shape> inputs) {
    Shape in = unchanged(op, inputs);
    require(in.rank() > 0, op, inputs);
    return in;
  }

  static Shape without(Op op, Shape shape, List<Integer> axes) {
    for (int axis : axes) {
      require(0 <= axis && axis < shape.rank(), op, List.of(shape));
    }
    ImmutableList.Builder<Integer> sizes = ImmutableList.builder();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (!axes.contains(axis)) {
        sizes.add(shape.size(axis));
      }
    }
    return new Shape(sizes.build());
  }

  static Shape permuted(Op op, Shape shape, List<Integer> axes) {
    require(
        axes.size() == shape.rank() && ImmutableSet.copyOf(axes).size() == shape.rank(),
        op,
        List.of(shape));
    ImmutableList.Builder<Integer> sizes = ImmutableList.builder();
    for (int axis : axes) {
      require(0 <= axis && axis < shape.rank(), op, List.of(shape));
      sizes.add(shape.size(axis));
    }
    return new Shape(sizes.build());
  }

  static ImmutableList<Parameter> join(List<Parameter> first, List<Parameter> second) {
    return ImmutableList.<Parameter>builder().addAll(first).addAll(second).build();
  }
}
