package org.fe4j.zoo.torchscript;

import java.util.Optional;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;

/**
 * A convolution with the function behind it, its bias left out and added right before the function:
 * libtorch's fuser makes one pass over the map of the two lines, where the convolution would take a
 * pass of its own for its bias.
 *
 * @param form how the convolution is written
 */
record ConvolutionAndFunction(GpuConvolution form) implements Fusion {

  @Override
  public Optional<FusedOperation> endingAt(Node node) {
    return node.op() instanceof Op.Activation activation
            && node.input().op() instanceof Op.Convolution convolution
            && convolution.bias() instanceof Bias.Of bias
        ? Optional.of(
            FusedOperation.of(
                scope -> lines(scope, node.input(), convolution, bias, activation), node.input()))
        : Optional.empty();
  }

  private String lines(
      FusedOperation.Scope scope,
      Node product,
      Op.Convolution convolution,
      Bias.Of bias,
      Op.Activation activation) {
    CodeWriter code = scope.code();
    String channels = code.call("reshape", scope.parameter(bias.parameter()), "[1, -1, 1, 1]");
    String x =
        form.write(
            code,
            convolution,
            scope.value(product.input()),
            scope.parameter(convolution.weight()),
            Arguments.NONE);
    return code.activation(activation.function(), code.call("add", x, channels));
  }
}
