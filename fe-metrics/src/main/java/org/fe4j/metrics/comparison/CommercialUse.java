package org.fe4j.metrics.comparison;

/** What a model's licence says about commercial use. It is no legal advice. */
public enum CommercialUse {
  /** The licence permits it, under its terms. */
  PERMITTED("yes"),
  /** The licence forbids it. */
  FORBIDDEN("no"),
  /** No licence is stated, or it is not known here. */
  UNSTATED("unstated");

  private final String label;

  CommercialUse(String label) {
    this.label = label;
  }

  /** Returns what it is called in tables and files: {@code "yes"}. */
  public String label() {
    return label;
  }
}
