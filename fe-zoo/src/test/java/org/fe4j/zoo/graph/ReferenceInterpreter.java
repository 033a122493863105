package org.fe4j.zoo.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * Runs a graph on one image in float64, by the formulas of {@link Op} written as direct loops: slow
 * but obviously right. What compilers are tested against.
 */
public final class ReferenceInterpreter {
  private final ReferenceParameters parameters;

  private ReferenceInterpreter(ReferenceParameters parameters) {
    this.parameters = parameters;
  }

  /** Returns the interpreter with these parameters. */
  public static ReferenceInterpreter of(ReferenceParameters parameters) {
    return new ReferenceInterpreter(parameters);
  }

  /**
   * Returns the outputs for one image, row-major, by the name of their tap.
   *
   * @param pixels unsigned bytes (height, width, 3), as the graph's image input
   */
  public ImmutableMap<String, double[]> run(Graph graph, byte[] pixels) {
    IdentityHashMap<Node, Integer> readers = new IdentityHashMap<>();
    graph.nodes().forEach(node -> node.inputs().forEach(in -> readers.merge(in, 1, Integer::sum)));
    graph.outputs().values().forEach(node -> readers.merge(node, 1, Integer::sum));
    IdentityHashMap<Node, double[]> values = new IdentityHashMap<>();
    for (Node node : graph.nodes()) {
      List<double[]> inputs = node.inputs().stream().map(values::get).toList();
      double[] value = node.op() instanceof Op.Pixels ? unsigned(pixels) : evaluate(node, inputs);
      values.put(node, value);
      for (Node input : node.inputs()) {
        if (readers.merge(input, -1, Integer::sum) == 0) {
          values.remove(input); // maps of a whole backbone would not fit the heap
        }
      }
    }
    ImmutableMap.Builder<String, double[]> outputs = ImmutableMap.builder();
    graph
        .outputs()
        .forEach((tap, node) -> outputs.put(tap, Objects.requireNonNull(values.get(node))));
    return outputs.buildOrThrow();
  }

  /** Returns the value of an operation whose inputs have these shapes and values, row-major. */
  public double[] evaluate(Op op, List<Shape> shapes, List<double[]> inputs) {
    return op.accept(
        new ReferenceOperations(
            parameters, ImmutableList.copyOf(shapes), inputs, op.infer(shapes)));
  }

  private double[] evaluate(Node node, List<double[]> inputs) {
    return evaluate(node.op(), node.inputs().stream().map(Node::shape).toList(), inputs);
  }

  private static double[] unsigned(byte[] pixels) {
    double[] values = new double[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = pixels[i] & 0xff;
    }
    return values;
  }
}
