package org.fe4j.zoo;

/** What the licence of a weight file says about commercial use. It is no legal advice. */
public enum CommercialUse {
  /** The licence permits it, under its terms. */
  PERMITTED,
  /** The licence forbids it. */
  FORBIDDEN,
  /** The publisher states no licence for the weights. */
  UNSTATED
}
