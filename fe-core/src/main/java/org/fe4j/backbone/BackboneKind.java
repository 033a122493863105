package org.fe4j.backbone;

/** What a backbone is made of. */
public enum BackboneKind {
  /** Convolutions; attention at most pools their last map, as in the ResNets of CLIP. */
  CONVOLUTIONAL,
  /** Attention over tokens. */
  TRANSFORMER,
  /** Both. */
  HYBRID
}
