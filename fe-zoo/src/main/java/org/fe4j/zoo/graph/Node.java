package org.fe4j.zoo.graph;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * A value of the graph: an operation applied to other values, with the shape that follows. Compared
 * by identity.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class Node {
  private final Op op;
  private final ImmutableList<Node> inputs;
  private final Shape shape;

  private Node(Op op, ImmutableList<Node> inputs, Shape shape) {
    this.op = op;
    this.inputs = inputs;
    this.shape = shape;
  }

  /**
   * Returns the value of an operation.
   *
   * @throws IllegalArgumentException if the operation does not take these inputs
   */
  public static Node of(Op op, List<Node> inputs) {
    ImmutableList<Shape> shapes =
        inputs.stream().map(Node::shape).collect(ImmutableList.toImmutableList());
    return new Node(op, ImmutableList.copyOf(inputs), op.infer(shapes));
  }

  /** Returns the operation. */
  public Op op() {
    return op;
  }

  /** Returns the values that it reads. */
  public ImmutableList<Node> inputs() {
    return inputs;
  }

  /** Returns its only input. */
  public Node input() {
    if (inputs.size() != 1) {
      throw new IllegalStateException(op + " has " + inputs.size() + " inputs, not one");
    }
    return inputs.get(0);
  }

  /** Returns the sizes behind the batch dimension. */
  public Shape shape() {
    return shape;
  }

  /** Returns the operation and the shape. */
  @Override
  public String toString() {
    return op + " -> " + shape;
  }
}
