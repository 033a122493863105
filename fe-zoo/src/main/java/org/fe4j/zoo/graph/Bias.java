package org.fe4j.zoo.graph;

import com.google.common.collect.ImmutableList;

/** The optional bias of a convolution, a linear layer or an attention. */
public sealed interface Bias {

  /** No bias. */
  record None() implements Bias {}

  /** Of a convolution or a linear layer, one value for each output channel. */
  record Of(Parameter parameter) implements Bias {}

  /** Returns no bias. */
  static Bias none() {
    return new None();
  }

  /** Returns the bias held by this parameter. */
  static Bias of(Parameter parameter) {
    return new Of(parameter);
  }

  /** Returns the parameter, or an empty list. */
  default ImmutableList<Parameter> parameters() {
    return this instanceof Of of ? ImmutableList.of(of.parameter()) : ImmutableList.of();
  }
}
