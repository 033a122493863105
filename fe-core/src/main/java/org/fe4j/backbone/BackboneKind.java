package org.fe4j.backbone;

/** What a backbone is made of. */
public enum BackboneKind {
  /** Convolutions only. */
  CONVOLUTIONAL,
  /** Attention over tokens. */
  TRANSFORMER,
  /** Both. */
  HYBRID
}
