package org.fe4j.zoo.graph;

/** A function applied to each element. */
public enum ActivationFunction {
  /** {@code max(x, 0)}. */
  RELU,
  /** {@code min(max(x, 0), 6)}. */
  RELU6,
  /** {@code x * Phi(x)} with the exact normal distribution function (erf). */
  GELU,
  /** GELU's approximation by tanh. */
  GELU_TANH,
  /** {@code x * sigmoid(1.702 x)}, as in OpenAI's CLIP. */
  QUICK_GELU,
  /** {@code x * sigmoid(x)}, also called swish. */
  SILU,
  /** {@code 1 / (1 + exp(-x))}. */
  SIGMOID,
  /** The hyperbolic tangent. */
  TANH,
  /** {@code x * min(max(x + 3, 0), 6) / 6}. */
  HARD_SWISH,
  /** {@code min(max(x + 3, 0), 6) / 6}. */
  HARD_SIGMOID
}
