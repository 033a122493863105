package org.fe4j.zoo.compiler;

import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Window;

/** Convolutions that are matrix products: 1x1, pixel by pixel, in one group. */
final class Pointwise {
  private Pointwise() {}

  /** Returns whether a convolution is one. */
  static boolean is(Op.Convolution convolution) {
    Window window = convolution.window();
    return window.kernelHeight() == 1
        && window.kernelWidth() == 1
        && window.stride() == 1
        && window.paddingHeight() == 0
        && window.paddingWidth() == 0
        && convolution.groups() == 1;
  }
}
