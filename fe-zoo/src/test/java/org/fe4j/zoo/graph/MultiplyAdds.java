package org.fe4j.zoo.graph;

/** Counts multiplications with addition, as torchvision does for its catalogue. */
public final class MultiplyAdds {
  private MultiplyAdds() {}

  /** Returns how many a graph needs for one image, in billions. */
  public static double giga(Graph graph) {
    return graph.nodes().stream().mapToDouble(MultiplyAdds::of).sum() / 1e9;
  }

  private static double of(Node node) {
    double outputs = node.shape().elements();
    if (node.op() instanceof Op.Convolution convolution) {
      return outputs * convolution.weight().shape().elements() / node.shape().size(0);
    }
    if (node.op() instanceof Op.Linear linear) {
      return outputs * linear.weight().shape().size(1);
    }
    if (node.op() instanceof Op.Attention) {
      return 2 * outputs * node.inputs().get(1).shape().size(-2);
    }
    return 0;
  }
}
