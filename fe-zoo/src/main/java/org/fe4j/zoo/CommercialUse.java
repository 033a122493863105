package org.fe4j.zoo;

import java.util.Optional;

/** What the licence of a weight file says about commercial use. It is no legal advice. */
public enum CommercialUse {
  /** The licence permits it, under its terms. */
  PERMITTED,
  /** The licence forbids it. */
  FORBIDDEN,
  /** The publisher states no licence for the weights. */
  UNSTATED;

  /** Returns whether it is permitted; nothing where that is not stated. */
  Optional<Boolean> stated() {
    return this == UNSTATED ? Optional.empty() : Optional.of(this == PERMITTED);
  }
}
