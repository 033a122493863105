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
 * Moves the bias of a convolution through the 1x1 convolution that follows at once: {@code W (x +
 * b) + c} is {@code W x + (W b + c)}. A convolution that is fused with nothing takes a pass over
 * the map for its bias, as the depthwise ones of ShuffleNet; the one behind it is fused.
 */
final class MoveBias implements Pass {

  @Override
  public String name() {
    return "move biases into the next convolution";
  }

  @Override
  public Graph apply(Graph graph) {
    ImmutableMap<Node, Integer> uses = graph.uses();
    return GraphRewriter.rewrite(
        graph,
        (node, inputs) -> {
          if (node.op() instanceof Op.Convolution second
              && Pointwise.is(second)
              && inputs.get(0).op() instanceof Op.Convolution first
              && !Pointwise.is(first)
              && first.bias() instanceof Bias.Of moved
              && uses.getOrDefault(node.input(), 0) == 1) {
            Op withoutBias =
                new Op.Convolution(first.weight(), Bias.none(), first.window(), first.groups());
            Op changed =
                new Op.Convolution(
                    second.weight(),
                    Bias.of(sum(second, moved.parameter())),
                    second.window(),
                    second.groups());
            Node x = Node.of(withoutBias, inputs.get(0).inputs());
            return Node.of(changed, ImmutableList.of(x));
          }
          return GraphRewriter.unchanged(node, inputs);
        });
  }

  private static Parameter sum(Op.Convolution second, Parameter moved) {
    Parameter weight = second.weight();
    // Both names, since either may be shared with another layer.
    return new Parameter(
        weight.name() + "+" + moved.name(),
        Shape.of(weight.shape().size(0)),
        new ParameterSource.MovedBias(weight, moved, second.bias()));
  }
}
