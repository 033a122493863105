package org.fe4j.zoo.graph;

import com.google.common.collect.ImmutableList;

/**
 * Where the values of a parameter come from: the checkpoint, or other parameters of it by a formula
 * that a pass wrote down. Formulas are evaluated in float64 and rounded once.
 */
public sealed interface ParameterSource {

  /** The checkpoint holds the values under the parameter's name. */
  record Stored() implements ParameterSource {}

  /**
   * A convolution's weight with a batch normalisation folded in: {@code weight[o] * scale[o] /
   * sqrt(variance[o] + epsilon)} for each output channel {@code o}.
   */
  record FoldedWeight(Parameter weight, Op.BatchNormalization normalization)
      implements ParameterSource {}

  /**
   * The bias that belongs to a {@link FoldedWeight}: {@code (bias[o] - mean[o]) * scale[o] /
   * sqrt(variance[o] + epsilon) + shift[o]}.
   */
  record FoldedBias(Bias bias, Op.BatchNormalization normalization) implements ParameterSource {}

  /** Parameters one after another along the first axis: q, k and v in one product. */
  record Concatenated(ImmutableList<Parameter> parts) implements ParameterSource {}

  /** The first {@code rows} of a parameter's first axis, from {@code begin}. */
  record Rows(Parameter whole, int begin, int rows) implements ParameterSource {}

  /** A matrix with its two axes exchanged. */
  record Transposed(Parameter matrix) implements ParameterSource {}
}
