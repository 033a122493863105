package org.fe4j.zoo.torchscript;

import java.util.Optional;
import org.fe4j.zoo.graph.Node;

/**
 * A pattern of operations that libtorch computes together, or better in other lines than {@link
 * CodeEmitter}'s. Implementations are stateless and safe for use by multiple threads.
 */
interface Fusion {

  /**
   * Returns the pattern that ends at this value, if it does. Whether something else reads the
   * values inside is not the pattern's question but {@link FusionPlan}'s.
   */
  Optional<FusedOperation> endingAt(Node node);
}
