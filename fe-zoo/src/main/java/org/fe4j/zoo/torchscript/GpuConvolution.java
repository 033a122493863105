package org.fe4j.zoo.torchscript;

import static org.fe4j.zoo.torchscript.Arguments.FALSE;
import static org.fe4j.zoo.torchscript.Arguments.TRUE;
import static org.fe4j.zoo.torchscript.Arguments.padding;
import static org.fe4j.zoo.torchscript.Arguments.pair;

import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Window;

/** How a convolution that is fused with nothing is written for a GPU. */
enum GpuConvolution {
  /** As libtorch and its host decide. */
  PLAIN {
    @Override
    String write(CodeWriter code, Op.Convolution op, String x, String weight, String bias) {
      return code.convolution(op, x, weight, bias);
    }
  },
  /**
   * In float32 throughout: without TF32, which rounds factors to 10 bits and which libtorch takes
   * for convolutions by default; by an algorithm that does not depend on a measurement and gives
   * the same bits each time.
   */
  EXACT {
    @Override
    String write(CodeWriter code, Op.Convolution op, String x, String weight, String bias) {
      Window window = op.window();
      return code.call(
          "_convolution",
          x,
          weight,
          bias,
          pair(window.stride()),
          padding(window),
          pair(window.dilation()),
          FALSE, // not transposed
          pair(0),
          op.groups(),
          FALSE, // no benchmark
          TRUE, // deterministic
          TRUE, // cuDNN
          FALSE); // no TF32
    }
  };

  /** Returns the convolution's value. */
  abstract String write(CodeWriter code, Op.Convolution op, String x, String weight, String bias);

  /** Returns whether each channel is convolved by itself, or into several. */
  static boolean isDepthwise(Op.Convolution op) {
    return op.groups() > 1 && op.weight().shape().size(1) == 1;
  }
}
