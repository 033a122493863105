package org.fe4j.zoo.architecture;

import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;

/**
 * A convolution without bias, a batch normalisation and an activation; and the weighing of channels
 * that many families put between two of them.
 *
 * @param epsilon of the batch normalisation
 * @param activation behind it
 * @param convolutionName behind the block's name and a dot
 * @param normalizationName behind the block's name and a dot
 */
record ConvolutionBlock(
    double epsilon,
    ActivationFunction activation,
    String convolutionName,
    String normalizationName) {

  /** Names the layers {@code 0} and {@code 1}, as torchvision's {@code Conv2dNormActivation}. */
  ConvolutionBlock(double epsilon, ActivationFunction activation) {
    this(epsilon, activation, "0", "1");
  }

  /** Returns all three layers, the convolution in one group. */
  Node of(GraphBuilder graph, Node x, String name, int channels, Window window) {
    return of(graph, x, name, channels, window, 1);
  }

  /** Returns all three layers. */
  Node of(GraphBuilder graph, Node x, String name, int channels, Window window, int groups) {
    return graph.activation(normalized(graph, x, name, channels, window, groups), activation);
  }

  /** Returns all three layers, the convolution depthwise: each channel by itself. */
  Node depthwise(GraphBuilder graph, Node x, String name, Window window) {
    int channels = x.shape().size(0);
    return of(graph, x, name, channels, window, channels);
  }

  /** Returns a 1x1 convolution and its normalisation, without activation. */
  Node projection(GraphBuilder graph, Node x, String name, int channels) {
    return projection(graph, x, name, channels, 1);
  }

  /** Returns a 1x1 convolution of a stride and its normalisation, without activation. */
  Node projection(GraphBuilder graph, Node x, String name, int channels, int stride) {
    return normalized(graph, x, name, channels, Window.of(1).stride(stride), 1);
  }

  private Node normalized(
      GraphBuilder graph, Node x, String name, int channels, Window window, int groups) {
    Node y =
        graph.groupedConvolutionWithoutBias(
            x, name + "." + convolutionName, channels, window, groups);
    return graph.batchNormalization(y, name + "." + normalizationName, epsilon);
  }

  /**
   * Returns the map with each channel weighed by what all channels' means say: squeeze and
   * excitation (Hu et al., arXiv 1709.01507), with 1x1 convolutions as torchvision.
   *
   * @param squeezed channels in between
   * @param inner the activation behind {@code name.fc1}
   * @param outer the activation behind {@code name.fc2}, which makes the weights
   */
  static Node squeezeExcitation(
      GraphBuilder graph,
      Node x,
      String name,
      int squeezed,
      ActivationFunction inner,
      ActivationFunction outer) {
    Node weights = graph.adaptiveAveragePooling(x, 1, 1); // (C, 1, 1)
    weights = graph.convolution(weights, name + ".fc1", squeezed, Window.of(1));
    weights = graph.activation(weights, inner);
    weights = graph.convolution(weights, name + ".fc2", x.shape().size(0), Window.of(1));
    return graph.multiply(x, graph.activation(weights, outer));
  }
}
