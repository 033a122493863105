package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;

/**
 * GoogLeNet: modules that look at a map through windows of several sizes at once (Szegedy et al.,
 * arXiv 1409.4842). As torchvision's {@code googlenet.py} with published weights, which come from
 * TensorFlow and have batch normalisation.
 *
 * @param name torchvision's
 */
record GoogLeNet(String name) implements Definition {

  /** The published version. */
  static final ImmutableList<GoogLeNet> VARIANTS = ImmutableList.of(new GoogLeNet("googlenet"));

  /** The paper's table 1 behind the stem. */
  private static final ImmutableList<Layer> TRUNK =
      ImmutableList.of( // (192, 28, 28)
          new Inception("inception3a", 64, 96, 128, 16, 32, 32),
          new Inception("inception3b", 128, 128, 192, 32, 96, 64),
          new Pool(3), // (480, 14, 14)
          new Inception("inception4a", 192, 96, 208, 16, 48, 64),
          new Inception("inception4b", 160, 112, 224, 24, 64, 64),
          new Inception("inception4c", 128, 128, 256, 24, 64, 64),
          new Inception("inception4d", 112, 144, 288, 32, 64, 64),
          new Inception("inception4e", 256, 160, 320, 32, 128, 128),
          new Pool(2), // (832, 7, 7); the paper has 3x3 here too
          new Inception("inception5a", 256, 160, 320, 32, 128, 128),
          new Inception("inception5b", 384, 192, 384, 48, 128, 128)); // (1024, 7, 7)

  private static final ConvolutionBlock UNIT =
      new ConvolutionBlock(0.001, ActivationFunction.RELU, "conv", "bn");

  /** One entry of the trunk. */
  private sealed interface Layer {

    /** Returns the map behind it. */
    Node of(GraphBuilder graph, Node x);
  }

  /** A maximum with stride 2. */
  private record Pool(int kernel) implements Layer {

    @Override
    public Node of(GraphBuilder graph, Node x) {
      // Rounded up: else 112 pixels would become 55, not 56.
      return graph.maxPooling(x, Window.of(kernel).stride(2).roundedUp());
    }
  }

  /** A module: channels of its four branches, "reduced" being those before a 3x3 or 5x5. */
  private record Inception(
      String name,
      int one,
      int threeReduced,
      int three,
      int fiveReduced,
      int five,
      int poolProjection)
      implements Layer {

    @Override
    public Node of(GraphBuilder graph, Node x) {
      Window pixel = Window.of(1);
      Window same = Window.of(3).padding(1);
      Node first = UNIT.of(graph, x, name + ".branch1", one, pixel);
      Node second = UNIT.of(graph, x, name + ".branch2.0", threeReduced, pixel);
      second = UNIT.of(graph, second, name + ".branch2.1", three, same);
      Node third = UNIT.of(graph, x, name + ".branch3.0", fiveReduced, pixel);
      // 3x3, where the paper has 5x5: a mistake of the port that the published weights were made
      // with (torchvision's issue 906).
      third = UNIT.of(graph, third, name + ".branch3.1", five, same);
      Node fourth =
          UNIT.of(graph, graph.maxPooling(x, same), name + ".branch4.1", poolProjection, pixel);
      return graph.concatenate(0, first, second, third, fourth);
    }
  }

  @Override
  public String classifierWeight() {
    return "fc.weight";
  }

  @Override
  public boolean ignores(String tensor) {
    // The auxiliary classifiers only help training; files may hold them or not.
    return tensor.startsWith("aux1.")
        || tensor.startsWith("aux2.")
        || Definition.super.ignores(tensor);
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    Node x = input.transformed(graph); // (3, 224, 224)
    x = UNIT.of(graph, x, "conv1", 64, Window.of(7).stride(2).padding(3));
    x = new Pool(3).of(graph, x); // (64, 56, 56)
    x = UNIT.of(graph, x, "conv2", 64, Window.of(1));
    x = UNIT.of(graph, x, "conv3", 192, Window.of(3).padding(1));
    x = new Pool(3).of(graph, x); // (192, 28, 28)
    for (Layer layer : TRUNK) {
      x = layer.of(graph, x);
    }
    Node feature = graph.spatialMean(x); // (1024)
    graph.tap(PENULTIMATE, feature);
    graph.tap(POOLED, feature);
    graph.tap(LOGITS, graph.linear(feature, "fc", classCount));
  }
}
