package org.fe4j.zoo.torchscript;

import java.util.Optional;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Node;

/**
 * A pattern of operations that libtorch computes together, or better in other lines than {@link
 * CodeEmitter}'s. Implementations are stateless and safe for use by multiple threads.
 */
interface Fusion {

  /**
   * Returns the fusion for one emission of a graph: another one, which may have a state, only where
   * the pattern depends on what comes behind its end.
   */
  default Fusion in(Graph graph) {
    return this;
  }

  /**
   * Returns the pattern that ends at this value, if it does. Whether something else reads the
   * values inside is not the pattern's question but {@link FusionPlan}'s.
   */
  Optional<FusedOperation> endingAt(Node node);
}
