package org.fe4j.zoo.torchscript;

import static org.fe4j.zoo.torchscript.Arguments.sizes;

import java.util.Optional;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;

/**
 * A linear layer with the GELU or ReLU behind it as one operation of cuBLAS. Its GELU is the
 * approximation by tanh whatever the graph asks for: off by 5e-4 at most, at values of 2 to 3 that
 * half precision keeps to 1e-3. For half precision only, therefore.
 */
final class LinearAndFunction implements Fusion {

  @Override
  public Optional<FusedOperation> endingAt(Node node) {
    return node.op() instanceof Op.Activation activation
            && isFused(activation.function())
            && node.input().op() instanceof Op.Linear linear
            && linear.bias() instanceof Bias.Of bias
        ? Optional.of(
            FusedOperation.of(
                scope -> lines(scope, node, linear, bias, activation.function()), node.input()))
        : Optional.empty();
  }

  private static boolean isFused(ActivationFunction function) {
    return switch (function) {
      case RELU, GELU, GELU_TANH -> true;
      case RELU6, QUICK_GELU, SILU, SIGMOID, TANH, HARD_SWISH, HARD_SIGMOID -> false;
    };
  }

  private static String lines(
      FusedOperation.Scope scope,
      Node node,
      Op.Linear linear,
      Bias.Of bias,
      ActivationFunction function) {
    CodeWriter code = scope.code();
    String rows =
        code.call(
            "reshape",
            scope.value(node.input().input()),
            "[-1, " + linear.weight().shape().size(1) + "]");
    String value =
        code.call(
            "_addmm_activation",
            scope.parameter(bias.parameter()),
            rows,
            code.call("t", scope.parameter(linear.weight())),
            "use_gelu=" + (function == ActivationFunction.RELU ? Arguments.FALSE : Arguments.TRUE));
    return code.call("reshape", value, sizes(-1, node.shape()));
  }
}
