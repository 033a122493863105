package org.fe4j.zoo.torchscript;

import java.util.Optional;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;

/**
 * ReLU of the sum of two convolutions, as where a residual network halves the map: the second one's
 * bias goes with the first one's into {@link ConvolutionAndRelu}'s operation, and costs no pass
 * over the map.
 */
final class TwoConvolutionsAndRelu implements Fusion {

  @Override
  public Optional<FusedOperation> endingAt(Node node) {
    if (!(node.op() instanceof Op.Activation activation)
        || activation.function() != ActivationFunction.RELU
        || !(node.input().op() instanceof Op.Add)) {
      return Optional.empty();
    }
    Node sum = node.input();
    Node first = sum.inputs().get(0);
    Node second = sum.inputs().get(1);
    if (first == second
        || !ConvolutionAndRelu.fuses(first)
        || !(second.op() instanceof Op.Convolution convolution)
        || !(convolution.bias() instanceof Bias.Of)) {
      return Optional.empty();
    }
    return Optional.of(FusedOperation.of(scope -> lines(scope, first, second), second, first, sum));
  }

  private static String lines(FusedOperation.Scope scope, Node first, Node second) {
    Op.Convolution convolution = (Op.Convolution) second.op();
    CodeWriter code = scope.code();
    String other =
        GpuConvolution.PLAIN.write(
            code,
            convolution,
            scope.value(second.input()),
            scope.parameter(convolution.weight()),
            Arguments.NONE);
    String bias = scope.bias(convolution.bias());
    Bias own = ((Op.Convolution) first.op()).bias();
    String both = own instanceof Bias.Of ? code.call("add", scope.bias(own), bias) : bias;
    return ConvolutionAndRelu.sumAndRelu(scope, first, other, both);
  }
}
