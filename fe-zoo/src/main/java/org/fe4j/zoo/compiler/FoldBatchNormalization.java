package org.fe4j.zoo.compiler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.ParameterSource;
import org.fe4j.zoo.graph.Shape;

/**
 * Makes a batch normalisation behind a convolution part of the convolution's weight and bias. Both
 * stay apart where something else reads the convolution's value.
 */
final class FoldBatchNormalization implements Pass {

  @Override
  public String name() {
    return "fold batch normalisation";
  }

  @Override
  public Graph apply(Graph graph) {
    ImmutableMap<Node, Integer> uses = graph.uses();
    return GraphRewriter.rewrite(
        graph,
        (node, inputs) -> {
          // Asks what became of the input: a second normalisation folds into the folded one.
          if (node.op() instanceof Op.BatchNormalization normalization
              && inputs.get(0).op() instanceof Op.Convolution convolution
              && uses.getOrDefault(node.input(), 0) == 1) {
            return Node.of(fold(convolution, normalization), inputs.get(0).inputs());
          }
          return GraphRewriter.unchanged(node, inputs);
        });
  }

  private static Op fold(Op.Convolution convolution, Op.BatchNormalization normalization) {
    Parameter weight = convolution.weight();
    // Both names, since either may be shared with another layer.
    Parameter foldedWeight =
        new Parameter(
            weight.name() + "+" + normalization.scale().name(),
            weight.shape(),
            new ParameterSource.FoldedWeight(weight, normalization));
    ImmutableList<Parameter> biases = convolution.bias().parameters();
    Parameter foldedBias =
        new Parameter(
            (biases.isEmpty() ? weight : biases.get(0)).name() + "+" + normalization.shift().name(),
            Shape.of(weight.shape().size(0)),
            new ParameterSource.FoldedBias(convolution.bias(), normalization));
    return new Op.Convolution(
        foldedWeight, Bias.of(foldedBias), convolution.window(), convolution.groups());
  }
}
