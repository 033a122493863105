package org.fe4j.zoo.torchscript;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Parameter;

/**
 * Operations of a graph that are written as one.
 *
 * @param inside the values in between, which disappear: all but the last
 * @param lines what is written for them
 */
record FusedOperation(ImmutableList<Node> inside, Lines lines) {

  /** Writes the lines. */
  @FunctionalInterface
  interface Lines {
    /** Returns the name of the value. */
    String write(Scope scope);
  }

  /** What lines are written with: everything in the type that the operation computes in. */
  interface Scope {
    /** Returns where lines go. */
    CodeWriter code();

    /** Returns the type of the operation's value. */
    TorchElement element();

    /** Returns the name of a value outside. */
    String value(Node node);

    /** Returns the name of a parameter. */
    String parameter(Parameter parameter);

    /** Returns the name of a parameter that lies in row-major order whatever its rank. */
    String rowMajor(Parameter parameter);

    /** Returns the name of a bias, {@code None} where there is none. */
    default String bias(Bias bias) {
      return bias instanceof Bias.Of of ? parameter(of.parameter()) : Arguments.NONE;
    }
  }

  /** Returns the operations that take the values in between along. */
  static FusedOperation of(Lines lines, Node... inside) {
    return new FusedOperation(ImmutableList.copyOf(inside), lines);
  }
}
