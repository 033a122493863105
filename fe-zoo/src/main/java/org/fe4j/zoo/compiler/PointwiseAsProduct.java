package org.fe4j.zoo.compiler;

import com.google.common.collect.ImmutableList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.ParameterSource;
import org.fe4j.zoo.graph.Shape;

/**
 * Makes a 1x1 convolution a linear layer over channels, with a permutation on either side that
 * moves nothing where channels lie together in memory. A matrix product adds its bias at no cost,
 * where a convolution takes another pass over the map. An activation behind it comes to stand
 * between layer and permutation.
 *
 * <p>A convolution with ReLU behind it, or behind a sum with it, stays: that is one operation as it
 * is. So does one whose channels fill no vectors of eight, with which products are slow. On maps of
 * a single pixel (squeeze and excitation) neither holds.
 */
final class PointwiseAsProduct implements Pass {
  private static final Op TO_ROWS = new Op.Permute(ImmutableList.of(1, 2, 0));
  private static final Op TO_MAP = new Op.Permute(ImmutableList.of(2, 0, 1));

  /** Elements of half precision that matrix products of GPUs read at once: 16 bytes. */
  private static final int VECTOR = 8;

  @Override
  public String name() {
    return "write 1x1 convolutions as products";
  }

  @Override
  public Graph apply(Graph graph) {
    Map<Node, Node> onlyReaders = onlyReaders(graph);
    return GraphRewriter.rewrite(
        graph,
        (node, inputs) -> {
          if (node.op() instanceof Op.Convolution convolution
              && Pointwise.is(convolution)
              && (isOnePixel(node)
                  || (isAligned(convolution) && !reluFollows(node, onlyReaders)))) {
            return map(Node.of(product(convolution), List.of(rows(inputs.get(0)))));
          }
          if (node.op() instanceof Op.Activation
              && isProduct(inputs.get(0))
              && onlyReaders.get(node.input()) == node) {
            return map(Node.of(node.op(), List.of(inputs.get(0).input())));
          }
          return GraphRewriter.unchanged(node, inputs);
        });
  }

  /** Returns who reads a value, where that is one value alone and the value is no output. */
  private static Map<Node, Node> onlyReaders(Graph graph) {
    Map<Node, Node> readers = new HashMap<>();
    Map<Node, Integer> uses = graph.uses();
    for (Node node : graph.nodes()) {
      for (Node input : node.inputs()) {
        if (uses.getOrDefault(input, 0) == 1) {
          readers.put(input, node);
        }
      }
    }
    return readers;
  }

  private static boolean isOnePixel(Node node) {
    return node.shape().size(1) == 1 && node.shape().size(2) == 1;
  }

  private static boolean isAligned(Op.Convolution convolution) {
    Shape weight = convolution.weight().shape();
    return weight.size(0) % VECTOR == 0 && weight.size(1) % VECTOR == 0;
  }

  private static boolean reluFollows(Node node, Map<Node, Node> onlyReaders) {
    Node reader = onlyReaders.get(node);
    if (reader != null && reader.op() instanceof Op.Add) {
      reader = onlyReaders.get(reader);
    }
    return reader != null
        && reader.op() instanceof Op.Activation activation
        && activation.function() == ActivationFunction.RELU;
  }

  private static Op product(Op.Convolution convolution) {
    Parameter weight = convolution.weight();
    int outputs = weight.shape().size(0);
    Parameter matrix =
        new Parameter(
            weight.name() + ".matrix",
            Shape.of(outputs, weight.shape().size(1)),
            new ParameterSource.Rows(weight, 0, outputs));
    return new Op.Linear(matrix, convolution.bias());
  }

  private static boolean isProduct(Node node) {
    return node.op().equals(TO_MAP) && node.input().op() instanceof Op.Linear;
  }

  /** Returns (C, H, W) as (H, W, C). */
  private static Node rows(Node map) {
    return map.op().equals(TO_MAP) ? map.input() : Node.of(TO_ROWS, List.of(map));
  }

  /** Returns (H, W, C) as (C, H, W). */
  private static Node map(Node rows) {
    return Node.of(TO_MAP, List.of(rows));
  }
}
