package org.fe4j.metrics.comparison;

/** What a model is made of; it says nothing about what it was trained on. */
public enum ModelKind {
  /** Convolutions only. CLIP's ResNet-50 is one, however it was trained. */
  CONVOLUTIONAL("convolutional"),
  /** Attention over tokens. */
  TRANSFORMER("transformer"),
  /** Both. */
  HYBRID("hybrid");

  private final String label;

  ModelKind(String label) {
    this.label = label;
  }

  /** Returns what the kind is called in texts and files: {@code "convolutional"}. */
  public String label() {
    return label;
  }
}
