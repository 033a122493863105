package org.fe4j.zoo.torchscript;

import java.util.Optional;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;

/** An attention with a bias, in the form that libtorch's efficient attention on GPUs takes. */
final class BiasedAttention implements Fusion {

  @Override
  public Optional<FusedOperation> endingAt(Node node) {
    return node.op() instanceof Op.Attention attention && attention.bias() instanceof Bias.Of
        ? Optional.of(
            FusedOperation.of(
                scope -> new AttentionCode(scope, node, attention).efficient(CodeEmitter.INPUT)))
        : Optional.empty();
  }
}
