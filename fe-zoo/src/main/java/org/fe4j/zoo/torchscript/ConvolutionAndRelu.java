package org.fe4j.zoo.torchscript;

import static org.fe4j.zoo.torchscript.Arguments.padding;
import static org.fe4j.zoo.torchscript.Arguments.pair;

import java.util.Optional;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Window;

/**
 * A convolution with its bias and ReLU, or with a sum in between, as one operation of cuDNN, which
 * saves a pass over the map for each of them. It exists on GPUs only, and in float32 would take
 * TF32 where the host does not forbid it.
 *
 * <p>Depthwise convolutions stay apart: that cuDNN fuses them is nowhere promised, and one that it
 * refuses stops the program.
 */
final class ConvolutionAndRelu implements Fusion {

  @Override
  public Optional<FusedOperation> endingAt(Node node) {
    if (!(node.op() instanceof Op.Activation activation)
        || activation.function() != ActivationFunction.RELU) {
      return Optional.empty();
    }
    Node input = node.input();
    if (fuses(input)) {
      return Optional.of(FusedOperation.of(scope -> relu(scope, input), input));
    }
    if (!(input.op() instanceof Op.Add)) {
      return Optional.empty();
    }
    Node first = input.inputs().get(0);
    Node second = input.inputs().get(1);
    if (first == second) {
      return Optional.empty();
    }
    return fuses(first)
        ? Optional.of(sum(input, first, second))
        : fuses(second) ? Optional.of(sum(input, second, first)) : Optional.empty();
  }

  /** Returns whether the value is a convolution that cuDNN fuses with what follows. */
  static boolean fuses(Node node) {
    return node.op() instanceof Op.Convolution convolution
        && !GpuConvolution.isDepthwise(convolution);
  }

  private static String relu(FusedOperation.Scope scope, Node product) {
    Op.Convolution convolution = (Op.Convolution) product.op();
    Window window = convolution.window();
    return scope
        .code()
        .call(
            "cudnn_convolution_relu",
            scope.value(product.input()),
            scope.parameter(convolution.weight()),
            scope.bias(convolution.bias()),
            pair(window.stride()),
            padding(window),
            pair(window.dilation()),
            convolution.groups());
  }

  private static FusedOperation sum(Node sum, Node product, Node other) {
    return FusedOperation.of(
        scope ->
            sumAndRelu(
                scope,
                product,
                scope.value(other),
                scope.bias(((Op.Convolution) product.op()).bias())),
        product,
        sum);
  }

  /** Returns ReLU of the sum of a convolution, this bias and another map. */
  static String sumAndRelu(FusedOperation.Scope scope, Node product, String other, String bias) {
    Op.Convolution convolution = (Op.Convolution) product.op();
    Window window = convolution.window();
    return scope
        .code()
        .call(
            "cudnn_convolution_add_relu",
            scope.value(product.input()),
            scope.parameter(convolution.weight()),
            other,
            1,
            bias,
            pair(window.stride()),
            padding(window),
            pair(window.dilation()),
            convolution.groups());
  }
}
