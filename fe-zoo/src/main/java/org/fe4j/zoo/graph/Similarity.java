package org.fe4j.zoo.graph;

import com.google.common.collect.ImmutableList;

/** How much a query and a key of an attention have in common, before the softmax. */
public sealed interface Similarity {

  /** {@code q k^T * factor}. */
  record Product(double factor) implements Similarity {}

  /**
   * {@code q k^T / (max(|q|, 1e-12) max(|k|, 1e-12)) * factors[head]}, the cosine, as in Swin v2.
   *
   * @param factors one element a head
   */
  record Cosine(Parameter factors) implements Similarity {}

  /** Returns the parameters that it reads. */
  default ImmutableList<Parameter> parameters() {
    return this instanceof Cosine cosine ? ImmutableList.of(cosine.factors()) : ImmutableList.of();
  }
}
