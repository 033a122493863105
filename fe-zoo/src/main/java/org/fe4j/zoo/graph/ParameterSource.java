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

    /** Visits the factors of a normalisation. */
    R normalizationFactors(NormalizationFactors source);

    /** Visits a bias that took in the one before it. */
    R movedBias(MovedBias source);

    /** Visits parameters one after another. */
    R concatenated(Concatenated source);

    /** Visits a part of a parameter's rows. */
    R rows(Rows source);

    /** Visits a transposed matrix. */
    R transposed(Transposed source);

    /** Visits zeros. */
    R zeros(Zeros source);

    /** Visits a parameter with a factor for each row. */
    R scaledRows(ScaledRows source);

    /** Visits bounded exponentials. */
    R exponential(Exponential source);

    /** Visits a position embedding for another number of patches. */
    R resizedGrid(ResizedGrid source);

    /** Visits a bias by relative positions. */
    R relativePositionBias(RelativePositionBias source);

    /** Visits a table of biases that a small network makes. */
    R continuousPositions(ContinuousPositions source);

    /** Visits a bias that separates what a cyclic shift brought together. */
    R shiftedWindows(ShiftedWindows source);
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

  /** What a batch normalisation multiplies with: {@code scale[c] / sqrt(variance[c] + epsilon)}. */
  record NormalizationFactors(Op.BatchNormalization normalization) implements ParameterSource {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.normalizationFactors(this);
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return normalization.parameters();
    }
  }

  /**
   * The bias of a 1x1 convolution together with that of the layer before it: {@code bias[o] +} the
   * sum over {@code c} of {@code weight[o, c] * moved[c]}.
   */
  record MovedBias(Parameter weight, Parameter moved, Bias bias) implements ParameterSource {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.movedBias(this);
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return Shapes.join(ImmutableList.of(weight, moved), bias.parameters());
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

  /**
   * A number of rows of a parameter from row {@code begin} on; a row is as long as one of the
   * result, so that sizes of 1 in front of the rows do not matter.
   */
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

  /** Nothing but zeros, where a layer has a bias for some outputs only. */
  record Zeros() implements ParameterSource {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.zeros(this);
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return ImmutableList.of();
    }
  }

  /** {@code whole[r] * factors[r]} for each row {@code r} of the first axis. */
  record ScaledRows(Parameter whole, Parameter factors) implements ParameterSource {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.scaledRows(this);
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return ImmutableList.of(whole, factors);
    }
  }

  /** {@code exp(min(x, maximum))} for each element of {@code exponents}. */
  record Exponential(Parameter exponents, double maximum) implements ParameterSource {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.exponential(this);
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return ImmutableList.of(exponents);
    }
  }

  /**
   * The rows of a square grid of positions, resampled to a grid of another side.
   *
   * @param embedding rows of the result's length; the grid's come behind {@code firstRow} others
   * @param firstRow where the grid begins
   * @param fromSide of the grid in the file
   * @param toSide of the grid that is wanted
   * @param resampling how
   */
  record ResizedGrid(
      Parameter embedding, int firstRow, int fromSide, int toSide, GridResampling resampling)
      implements ParameterSource {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.resizedGrid(this);
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return ImmutableList.of(embedding);
    }
  }

  /**
   * The bias of attention within a square window: for head {@code h} and the positions {@code i}
   * and {@code j} of the window, counted row by row, {@code table[(y_i - y_j + w - 1) * (2w - 1) +
   * x_i - x_j + w - 1, h]}: (heads, w², w²).
   *
   * @param table ((2w - 1)², heads), with any sizes of 1 in front
   * @param window its side {@code w}
   */
  record RelativePositionBias(Parameter table, int window) implements ParameterSource {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.relativePositionBias(this);
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return ImmutableList.of(table);
    }
  }

  /**
   * The table of Swin v2's continuous position bias: {@code 16 sigmoid(relu(c W^T + b) V^T)} for
   * each row {@code c} of the coordinates: (rows, heads).
   *
   * @param coordinates the relative positions on a logarithmic scale, two for each row
   * @param hiddenWeight {@code W}, (hidden, 2)
   * @param hiddenBias {@code b}, (hidden)
   * @param outputWeight {@code V}, (heads, hidden)
   */
  record ContinuousPositions(
      Parameter coordinates, Parameter hiddenWeight, Parameter hiddenBias, Parameter outputWeight)
      implements ParameterSource {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.continuousPositions(this);
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return ImmutableList.of(coordinates, hiddenWeight, hiddenBias, outputWeight);
    }
  }

  /**
   * The bias of attention within windows of a map that was shifted cyclically: where two positions
   * come from different ends of the map, {@value #SEPARATION} is added: (windows, heads, w², w²).
   *
   * @param bias (heads, w², w²)
   * @param side windows along each side of the map
   * @param window their side {@code w}
   * @param shift how far the map was shifted, in pixels, less than {@code w}
   */
  record ShiftedWindows(Parameter bias, int side, int window, int shift)
      implements ParameterSource {
    /** What is added between positions that were no neighbours, as in torchvision. */
    public static final double SEPARATION = -100;

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.shiftedWindows(this);
    }

    @Override
    public ImmutableList<Parameter> parameters() {
      return ImmutableList.of(bias);
    }
  }
}
