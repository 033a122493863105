package org.fe4j.zoo;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.fe4j.backbone.LinearClassifier;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.checkpoint.ElementType;
import org.fe4j.zoo.checkpoint.StoredTensor;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;

/**
 * A linear head behind a tap of a graph: the norm where the head divides by it, the shift where it
 * has one, one linear layer, softmax. Its tensors come in beside those of the weight file.
 *
 * @param head what is computed
 */
record ClassifierHead(LinearClassifier head) {
  /** The only tap of a graph with a head. */
  static final String PROBABILITIES = "probabilities";

  // No checkpoint has such names: those of modules are joined by dots.
  private static final String SHIFT = "fe4j/head/shift";
  private static final String WEIGHT = "fe4j/head/weight";
  private static final String BIAS = "fe4j/head/bias";

  /**
   * Returns the graph up to a tap, with the head.
   *
   * @throws IllegalArgumentException if the head is for features of another length
   */
  Graph behind(Graph graph, String tap) {
    Node x = graph.output(tap);
    if (!x.shape().equals(Shape.of(head.dimension()))) {
      throw new IllegalArgumentException(
          "The head is for features of length %d, but the tap \"%s\" has the shape %s"
              .formatted(head.dimension(), tap, x.shape()));
    }
    if (head.normalizes()) {
      x = Node.of(new Op.L2Normalization(), ImmutableList.of(x));
    }
    if (head.shifts()) {
      x = Node.of(new Op.AddParameter(stored(SHIFT)), ImmutableList.of(x));
    }
    x = Node.of(new Op.Linear(stored(WEIGHT), Bias.of(stored(BIAS))), ImmutableList.of(x));
    return Graph.of(ImmutableMap.of(PROBABILITIES, Node.of(new Op.Softmax(), ImmutableList.of(x))));
  }

  private Parameter stored(String name) {
    return Parameter.stored(name, shape(name));
  }

  private Shape shape(String name) {
    return switch (name) {
      case SHIFT -> Shape.of(head.dimension());
      case WEIGHT -> Shape.of(head.classCount(), head.dimension());
      default -> Shape.of(head.classCount());
    };
  }

  /** Returns the tensors of a weight file and those of the head; closing it closes the file. */
  Checkpoint beside(Checkpoint file) {
    ImmutableMap.Builder<String, StoredTensor> tensors = ImmutableMap.builder();
    tensors.putAll(file.tensors());
    for (String name : ImmutableList.of(SHIFT, WEIGHT, BIAS)) {
      tensors.put(name, new StoredTensor(name, ElementType.FLOAT32, shape(name).sizes()));
    }
    ImmutableMap<String, StoredTensor> all = tensors.buildOrThrow();
    return new Checkpoint() {
      @Override
      public ImmutableMap<String, StoredTensor> tensors() {
        return all;
      }

      @Override
      public void read(String name, long begin, float[] target, int offset, int count) {
        switch (name) {
          case SHIFT, WEIGHT, BIAS -> {
            for (int i = 0; i < count; i++) {
              target[offset + i] = element(name, Math.toIntExact(begin + i));
            }
          }
          default -> file.read(name, begin, target, offset, count);
        }
      }

      @Override
      public void close() {
        file.close();
      }
    };
  }

  private float element(String name, int index) {
    return switch (name) {
      case SHIFT -> -head.shift(index); // It is added.
      case WEIGHT -> (float) head.weight(index / head.dimension(), index % head.dimension());
      default -> (float) head.bias(index);
    };
  }
}
