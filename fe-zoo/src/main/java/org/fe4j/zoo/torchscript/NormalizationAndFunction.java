package org.fe4j.zoo.torchscript;

import java.util.Optional;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.ParameterSource;
import org.fe4j.zoo.graph.Shape;

/**
 * A batch normalisation that no convolution took, with the function behind it, as a product and a
 * sum: libtorch's fuser makes one pass over the map of the two lines, which it cannot with {@code
 * batch_norm}.
 */
final class NormalizationAndFunction implements Fusion {

  @Override
  public Optional<FusedOperation> endingAt(Node node) {
    return node.op() instanceof Op.Activation activation
            && node.input().op() instanceof Op.BatchNormalization normalization
        ? Optional.of(
            FusedOperation.of(
                scope -> lines(scope, node.input(), normalization, activation), node.input()))
        : Optional.empty();
  }

  private static String lines(
      FusedOperation.Scope scope,
      Node normalized,
      Op.BatchNormalization normalization,
      Op.Activation activation) {
    CodeWriter code = scope.code();
    Shape channels = normalization.scale().shape();
    Parameter factors =
        new Parameter(
            normalization.scale().name() + ".factors",
            channels,
            new ParameterSource.NormalizationFactors(normalization));
    Parameter shifts =
        new Parameter(
            normalization.shift().name() + ".shifts",
            channels,
            new ParameterSource.FoldedBias(Bias.none(), normalization));
    String x = scope.value(normalized.input());
    String shift = code.call("reshape", scope.parameter(shifts), "[1, -1, 1, 1]");
    String factor = code.call("reshape", scope.parameter(factors), "[1, -1, 1, 1]");
    return code.activation(activation.function(), code.call("addcmul", shift, x, factor));
  }
}
