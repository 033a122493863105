package org.fe4j.zoo.savedmodel;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Similarity;

/** Attention as two batched matrix products around a softmax. An instance emits one. */
final class AttentionOperation {
  private final NodeWriter nodes;
  private final Layouts layouts;
  private final Op.Attention op;

  /** Whether windows, each with a bias of its own, stay apart from the batch. */
  private final boolean apart;

  AttentionOperation(NodeWriter nodes, Layouts layouts, Op.Attention op) {
    this.nodes = nodes;
    this.layouts = layouts;
    this.op = op;
    this.apart = op.bias() instanceof Bias.Of of && of.parameter().shape().rank() == 4;
  }

  Tensor emit(List<Tensor> inputs, List<Shape> shapes) {
    List<String> heads = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      heads.add(heads(inputs.get(i), shapes.get(i)));
    }
    String query = heads.get(0);
    String key = heads.get(1);
    if (op.similarity() instanceof Similarity.Cosine cosine) {
      Shape factors = Shape.of(op.heads(), 1, 1);
      query = direction(query);
      key = direction(key);
      query =
          nodes.add(
              "Mul", query, nodes.parameter(cosine.factors(), factors, AxisOrder.rowMajor(3)));
    } else if (op.similarity() instanceof Similarity.Product product) {
      query = nodes.add("Mul", query, nodes.scalar(product.factor()));
    }
    String scores = nodes.product(query, key, true);
    if (op.bias() instanceof Bias.Of of) {
      Shape shape = of.parameter().shape();
      scores =
          nodes.add(
              "AddV2",
              scores,
              nodes.parameter(of.parameter(), shape, AxisOrder.rowMajor(shape.rank())));
    }
    String mixed = nodes.product(nodes.add("Softmax", scores), heads.get(2), false);
    String value = layouts.transpose(mixed, headsExchanged());
    Shape shape = shapes.get(0);
    AxisOrder order = AxisOrder.rowMajor(shape.rank());
    ImmutableList<Integer> rows = ImmutableList.of(-1, shape.size(-1));
    return new Tensor(nodes.reshape(value, rows), order, rows);
  }

  /** Returns (…, T, C) as (…, heads, T, C / heads), windows in the batch or behind it. */
  private String heads(Tensor x, Shape shape) {
    Tensor plain = layouts.plain(x, shape, AxisOrder.rowMajor(shape.rank()));
    int width = shape.size(-1) / op.heads();
    ImmutableList.Builder<Integer> sizes = ImmutableList.<Integer>builder().add(-1);
    if (apart) {
      sizes.add(shape.size(0));
    }
    sizes.add(shape.size(-2), op.heads(), width);
    return layouts.transpose(nodes.reshape(plain.name(), sizes.build()), headsExchanged());
  }

  private List<Integer> headsExchanged() {
    return apart ? List.of(0, 1, 3, 2, 4) : List.of(0, 2, 1, 3);
  }

  /** Returns vectors of length 1 in the same directions. */
  private String direction(String vectors) {
    String squares = nodes.reduce("Sum", nodes.add("Square", vectors), List.of(-1), true);
    String length = nodes.add("Maximum", nodes.add("Sqrt", squares), nodes.scalar(1e-12));
    return nodes.add("RealDiv", vectors, length);
  }
}
