package org.fe4j.zoo.graph;

import com.google.common.collect.ImmutableList;

/**
 * Where the values of a parameter come from: the checkpoint, or other parameters of it by a formula
 * that a pass wrote down. Formulas are evaluated in float64 and rounded once.
 */
public sealed interface ParameterSource {

  /** Returns the visitor's answer for this source. */
  <R> R accept(Visitor<R> visitor);

  /** Returns the parameters that the formula reads; none for a stored one. */
  ImmutableList<Parameter> parameters();

  /**
   * One method for each source; a new source breaks whoever evaluates parameters at compile time.
   *
   * @param <R> what a visit returns
   */
  interface Visitor<R> {
    /** Visits the values in the checkpoint. */
    R stored(Stored source);

    /** Visits a weight with a normalisation folded in. */
    R foldedWeight(FoldedWeight source);

    /** Visits the bias that belongs to it. */
    R foldedBias(FoldedBias source);

    /** Visits parameters one after another. */
    R concatenated(Concatenated source);

    /** Visits a part of a parameter's rows. */
    R rows(Rows source);

    /** Visits a transposed matrix. */
    R transposed(Transposed source);
  }

  /** The checkpoint holds the values under the parameter's name. */
  record Stored() implements ParameterSource {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.stored(this);
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return ImmutableList.of();
    }
  }

  /**
   * A convolution's weight with a batch normalisation folded in: {@code weight[o] * scale[o] /
   * sqrt(variance[o] + epsilon)} for each output channel {@code o}.
   */
  record FoldedWeight(Parameter weight, Op.BatchNormalization normalization)
      implements ParameterSource {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.foldedWeight(this);
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return Shapes.join(ImmutableList.of(weight), normalization.parameters());
    }
  }

  /**
   * The bias that belongs to a {@link FoldedWeight}: {@code (bias[o] - mean[o]) * scale[o] /
   * sqrt(variance[o] + epsilon) + shift[o]}.
   */
  record FoldedBias(Bias bias, Op.BatchNormalization normalization) implements ParameterSource {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.foldedBias(this);
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return Shapes.join(bias.parameters(), normalization.parameters());
    }
  }

  /** Parameters one after another along the first axis: q, k and v in one product. */
  record Concatenated(ImmutableList<Parameter> parts) implements ParameterSource {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.concatenated(this);
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return parts;
    }
  }

  /** The first {@code rows} of a parameter's first axis, from {@code begin}. */
  record Rows(Parameter whole, int begin, int rows) implements ParameterSource {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.rows(this);
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return ImmutableList.of(whole);
    }
  }

  /** A matrix with its two axes exchanged. */
  record Transposed(Parameter matrix) implements ParameterSource {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.transposed(this);
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return ImmutableList.of(matrix);
    }
  }
}
