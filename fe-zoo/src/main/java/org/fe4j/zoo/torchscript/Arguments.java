package org.fe4j.zoo.torchscript;

import com.google.common.base.Joiner;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Window;

/** How arguments of libtorch's operations are written. */
final class Arguments {
  static final String TRUE = "True";
  static final String FALSE = "False";
  static final String NONE = "None";

  private Arguments() {}

  /** Returns the sizes of a value, the batch's in front: -1 for any. */
  static String sizes(int batch, Shape shape) {
    return "[" + batch + ", " + Joiner.on(", ").join(shape.sizes()) + "]";
  }

  /** Returns the same for both directions. */
  static String pair(int both) {
    return "[" + both + ", " + both + "]";
  }

  static String kernel(Window window) {
    return "[" + window.kernelHeight() + ", " + window.kernelWidth() + "]";
  }

  static String padding(Window window) {
    return "[" + window.paddingHeight() + ", " + window.paddingWidth() + "]";
  }
}
