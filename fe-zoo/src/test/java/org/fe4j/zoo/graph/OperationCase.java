package org.fe4j.zoo.graph;

import java.util.List;

/**
 * An operation that every engine must compute as {@link ReferenceOperations} does, and what it is
 * applied to.
 *
 * @param name a few words, different from those of all other cases
 * @param input what it is applied to
 * @param operation returns the value that is compared
 */
public record OperationCase(String name, Input input, Operation operation) {
  /** Height of the image in pixels; not equal to the width, so that exchanging them is seen. */
  public static final int HEIGHT = 11;

  /** Width of the image in pixels. */
  public static final int WIDTH = 8;

  /** A rounding of float32 is 6e-8; an operation here sums at most a few hundred products. */
  public static final double TOLERANCE = 5e-7;

  /** Writes the operation down. */
  @FunctionalInterface
  public interface Operation {
    /** Returns the value of the operation on {@code x}. */
    Node apply(GraphBuilder graph, Node x);
  }

  /** What an operation is applied to; it is not what is tested. */
  public enum Input {
    /** (3, 11, 8). */
    IMAGE,
    /** (6, 11, 8). */
    MAP,
    /** (88, 3). */
    TOKENS;

    /** Returns the value. */
    public Node of(GraphBuilder graph) {
      Node image = graph.image(HEIGHT, WIDTH, List.of(0.5, 0.4, 0.3), List.of(0.2, 0.3, 0.4));
      return switch (this) {
        case IMAGE -> image;
        case MAP -> graph.convolution(image, "input", 6, Window.of(1));
        case TOKENS -> graph.tokens(image);
      };
    }
  }

  /** Returns the graph of the operation, its value in one row. */
  public Graph graph() {
    return graph(operation);
  }

  /** Returns the graph of the input alone, its value in one row. */
  public Graph inputGraph() {
    return graph((graph, x) -> x);
  }

  private Graph graph(Operation applied) {
    GraphBuilder graph = new GraphBuilder();
    Node x = applied.apply(graph, input.of(graph));
    graph.tap("out", x.shape().rank() == 1 ? x : graph.flatten(x));
    return graph.build();
  }

  /** Returns whether the operation's own value is one row. */
  public boolean givesOneRow() {
    GraphBuilder graph = new GraphBuilder();
    return operation.apply(graph, input.of(graph)).shape().rank() == 1;
  }

  /** Returns {@code ‖found - expected‖ / ‖expected‖}. */
  public static double relativeError(float[] found, double[] expected) {
    if (found.length != expected.length) {
      throw new IllegalArgumentException(
          "Found " + found.length + " values, expected " + expected.length);
    }
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += (found[i] - expected[i]) * (found[i] - expected[i]);
      norm += expected[i] * expected[i];
    }
    return Math.sqrt(difference / norm);
  }

  /** Returns the name, by which test reports call the case. */
  @Override
  public String toString() {
    return name;
  }
}
