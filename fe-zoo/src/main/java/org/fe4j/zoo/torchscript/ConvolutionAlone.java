package org.fe4j.zoo.torchscript;

import java.util.Optional;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;

/** A convolution that is written otherwise than {@link CodeEmitter} does. */
record ConvolutionAlone(GpuConvolution form) implements Fusion {

  @Override
  public Optional<FusedOperation> endingAt(Node node) {
    return node.op() instanceof Op.Convolution convolution
        ? Optional.of(
            FusedOperation.of(
                scope ->
                    form.write(
                        scope.code(),
                        convolution,
                        scope.value(node.input()),
                        scope.parameter(convolution.weight()),
                        scope.bias(convolution.bias()))))
        : Optional.empty();
  }
}
