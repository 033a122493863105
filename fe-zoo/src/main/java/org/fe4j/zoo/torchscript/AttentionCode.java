package org.fe4j.zoo.torchscript;

import static org.fe4j.zoo.torchscript.Arguments.TRUE;
import static org.fe4j.zoo.torchscript.Arguments.sizes;

import java.util.ArrayList;
import java.util.List;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Similarity;

/**
 * The lines of an attention.
 *
 * @param scope where they are written
 * @param node the attention's value
 * @param op its operation
 */
record AttentionCode(FusedOperation.Scope scope, Node node, Op.Attention op) {
  /** Elements of half precision in 16 bytes. */
  private static final int VECTOR = 8;

  /** Writes the lines with the bias as it is: windows stay apart where each has its own. */
  String plain() {
    boolean apart = op.bias() instanceof Bias.Of of && of.parameter().shape().rank() == 4;
    List<Object> arguments = operands(apart);
    if (op.bias() instanceof Bias.Of of) {
      Parameter bias = of.parameter();
      arguments.add(call("reshape", scope.rowMajor(bias), sizes(1, bias.shape())));
    }
    return mixed(arguments);
  }

  /**
   * Writes the lines in the form that memory-efficient attention on GPUs takes: four axes, the
   * windows among the batch, and rows of the bias that begin at multiples of 16 bytes. Otherwise
   * the whole matrix of weights would be written to memory, and read again.
   *
   * @param image the name of a value that has the batch in front
   */
  String efficient(String image) {
    List<Object> arguments = operands(false);
    if (op.bias() instanceof Bias.Of of) {
      arguments.add(aligned(of.parameter(), image));
    }
    return mixed(arguments);
  }

  private List<Object> operands(boolean apart) {
    List<String> values = node.inputs().stream().map(scope::value).toList();
    List<Object> operands = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Shape in = node.inputs().get(i).shape();
      int width = in.size(-1) / op.heads();
      Shape split =
          apart
              ? Shape.of(in.size(0), in.size(1), op.heads(), width)
              : Shape.of(in.size(-2), op.heads(), width);
      String heads = call("reshape", values.get(i), sizes(-1, split));
      operands.add(call("transpose", heads, -3, -2));
    }
    if (op.similarity() instanceof Similarity.Cosine cosine) {
      String factors = call("reshape", scope.parameter(cosine.factors()), "[-1, 1, 1]");
      operands.set(0, call("mul", direction(operands.get(0)), factors));
      operands.set(1, direction(operands.get(1)));
    }
    return operands;
  }

  /** Returns vectors of length 1 in the same directions. */
  private String direction(Object vectors) {
    String length = call("linalg_vector_norm", vectors, 2, "[-1]", TRUE);
    return call("div", vectors, call("clamp_min", length, "1e-12"));
  }

  /** Returns the bias for each head, and for each window of each image where they differ. */
  private String aligned(Parameter bias, String image) {
    Shape pairs = bias.shape();
    int keys = pairs.size(-1);
    int padding = Math.floorMod(-keys, VECTOR);
    String value = scope.rowMajor(bias);
    if (padding > 0) {
      value = call("constant_pad_nd", value, "[0, " + padding + "]", "0.");
    }
    Shape padded = pairs.with(-1, keys + padding);
    value = call("reshape", value, sizes(1, padded));
    if (padded.rank() == 4) {
      String batch = call("size", image, 0);
      value = call("expand", value, "[" + batch + ", -1, -1, -1, -1]");
      value =
          call(
              "reshape",
              value,
              sizes(-1, Shape.of(padded.size(1), padded.size(2), padded.size(3))));
    }
    return padding > 0 ? call("slice", value, -1, 0, keys) : value;
  }

  private String mixed(List<Object> arguments) {
    double factor = op.similarity() instanceof Similarity.Product product ? product.factor() : 1;
    double usual = 1 / Math.sqrt((double) node.shape().size(-1) / op.heads());
    if (factor != usual) {
      arguments.add("scale=" + factor);
    }
    String mixed = call("scaled_dot_product_attention", arguments.toArray());
    return call("reshape", call("transpose", mixed, -3, -2), sizes(-1, node.shape()));
  }

  private String call(String operation, Object... arguments) {
    return scope.code().call(operation, arguments);
  }
}
