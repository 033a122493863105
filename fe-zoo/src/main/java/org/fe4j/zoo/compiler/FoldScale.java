package org.fe4j.zoo.compiler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.ParameterSource;

/**
 * Makes a scale of the outputs of a linear layer or a convolution part of its weight and bias:
 * layer scale. Both stay apart where something else reads the layer's value.
 */
final class FoldScale implements Pass {

  @Override
  public String name() {
    return "fold layer scale";
  }

  @Override
  public Graph apply(Graph graph) {
    ImmutableMap<Node, Integer> uses = graph.uses();
    return GraphRewriter.rewrite(
        graph,
        (node, inputs) -> {
          if (node.op() instanceof Op.Scale scale && uses.getOrDefault(node.input(), 0) == 1) {
            int axis = Math.floorMod(scale.axis(), node.shape().rank());
            Op layer = inputs.get(0).op();
            if (layer instanceof Op.Linear linear && axis == node.shape().rank() - 1) {
              Op folded =
                  new Op.Linear(
                      scaled(linear.weight(), scale.factors()),
                      scaled(linear.bias(), scale.factors()));
              return Node.of(folded, inputs.get(0).inputs());
            }
            if (layer instanceof Op.Convolution convolution && axis == 0) {
              Op folded =
                  new Op.Convolution(
                      scaled(convolution.weight(), scale.factors()),
                      scaled(convolution.bias(), scale.factors()),
                      convolution.window(),
                      convolution.groups());
              return Node.of(folded, inputs.get(0).inputs());
            }
          }
          return GraphRewriter.unchanged(node, inputs);
        });
  }

  private static Parameter scaled(Parameter whole, Parameter factors) {
    // Both names, since either may be shared with another layer.
    return new Parameter(
        whole.name() + "*" + factors.name(),
        whole.shape(),
        new ParameterSource.ScaledRows(whole, factors));
  }

  private static Bias scaled(Bias bias, Parameter factors) {
    ImmutableList<Parameter> parameters = bias.parameters();
    return parameters.isEmpty() ? bias : Bias.of(scaled(parameters.get(0), factors));
  }
}
