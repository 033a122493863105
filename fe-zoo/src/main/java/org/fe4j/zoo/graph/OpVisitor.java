package org.fe4j.zoo.graph;

/**
 * One method for each operation; a compiler implements it, and a new operation breaks every
 * compiler at compile time.
 *
 * @param <R> what a visit returns
 */
public interface OpVisitor<R> {
  /** Visits the image input. */
  R pixels(Op.Pixels op);

  /** Visits the normalisation of bytes. */
  R normalizePixels(Op.NormalizePixels op);

  /** Visits a convolution. */
  R convolution(Op.Convolution op);

  /** Visits a batch normalisation. */
  R batchNormalization(Op.BatchNormalization op);

  /** Visits a layer normalisation. */
  R layerNormalization(Op.LayerNormalization op);

  /** Visits a global response normalisation. */
  R globalResponseNormalization(Op.GlobalResponseNormalization op);

  /** Visits a linear layer. */
  R linear(Op.Linear op);

  /** Visits a division by the norm. */
  R l2Normalization(Op.L2Normalization op);

  /** Visits a softmax. */
  R softmax(Op.Softmax op);

  /** Visits an activation function. */
  R activation(Op.Activation op);

  /** Visits a maximum over windows. */
  R maxPooling(Op.MaxPooling op);

  /** Visits a mean over windows. */
  R averagePooling(Op.AveragePooling op);

  /** Visits a mean over a fixed grid of windows. */
  R adaptiveAveragePooling(Op.AdaptiveAveragePooling op);

  /** Visits a mean over axes. */
  R mean(Op.Mean op);

  /** Visits a sum of two values. */
  R add(Op.Add op);

  /** Visits a product of two values. */
  R multiply(Op.Multiply op);

  /** Visits a product with a parameter along an axis. */
  R scale(Op.Scale op);

  /** Visits a sum with a parameter. */
  R addParameter(Op.AddParameter op);

  /** Visits a concatenation. */
  R concatenate(Op.Concatenate op);

  /** Visits a parameter that is a value. */
  R learned(Op.Learned op);

  /** Visits a slice. */
  R slice(Op.Slice op);

  /** Visits a change of shape. */
  R reshape(Op.Reshape op);

  /** Visits an exchange of axes. */
  R permute(Op.Permute op);

  /** Visits zeros behind the ends. */
  R pad(Op.Pad op);

  /** Visits a cyclic shift. */
  R roll(Op.Roll op);

  /** Visits an attention. */
  R attention(Op.Attention op);
}
