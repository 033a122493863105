package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Window;

/**
 * ConvNeXt: a ResNet with the habits of transformers: patches as stem, 7x7 depthwise convolutions,
 * layer normalisation, one GELU a block (Liu et al., arXiv 2201.03545). As torchvision's {@code
 * convnext.py}.
 *
 * @param name torchvision's
 * @param depths blocks in each of the four stages
 * @param width channels of the first stage; each further one has twice as many
 */
record ConvNext(String name, ImmutableList<Integer> depths, int width) implements Definition {

  /** The paper's T, S, B and L. */
  static final ImmutableList<ConvNext> VARIANTS =
      ImmutableList.of(
          new ConvNext("convnext_tiny", ImmutableList.of(3, 3, 9, 3), 96),
          new ConvNext("convnext_small", ImmutableList.of(3, 3, 27, 3), 96),
          new ConvNext("convnext_base", ImmutableList.of(3, 3, 27, 3), 128),
          new ConvNext("convnext_large", ImmutableList.of(3, 3, 27, 3), 192));

  private static final double EPSILON = 1e-6;

  @Override
  public String classifierWeight() {
    return "classifier.2.weight";
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    Node x = input.normalized(graph); // (3, 224, 224)
    x = graph.convolution(x, "features.0.0", width, Window.of(4).stride(4)); // (96, 56, 56)
    x = normalizedChannels(graph, x, "features.0.1");
    for (int stage = 0; stage < depths.size(); stage++) {
      if (stage > 0) {
        String name = "features." + 2 * stage;
        x = normalizedChannels(graph, x, name + ".0");
        x = graph.convolution(x, name + ".1", width << stage, Window.of(2).stride(2));
      }
      for (int i = 0; i < depths.get(stage); i++) {
        x = block(graph, x, "features.%d.%d".formatted(2 * stage + 1, i));
      }
    }
    Node mean = graph.spatialMean(x); // (768)
    Node feature = graph.layerNormalization(mean, "classifier.0", EPSILON);
    graph.tap(PENULTIMATE, feature);
    graph.tap(POOLED, mean);
    graph.tap(LOGITS, graph.linear(feature, "classifier.2", classCount));
  }

  private static Node block(GraphBuilder graph, Node input, String name) {
    int channels = input.shape().size(0);
    Window window = Window.of(7).padding(3);
    Node x = graph.depthwiseConvolution(input, name + ".block.0", window);
    x = graph.permute(x, 1, 2, 0); // (H, W, C)
    x = graph.layerNormalization(x, name + ".block.2", EPSILON);
    x = graph.linear(x, name + ".block.3", 4 * channels);
    x = graph.activation(x, ActivationFunction.GELU);
    x = graph.linear(x, name + ".block.5", channels);
    // Before the axes go back, where it can be folded into the layer; the same numbers.
    x = graph.scale(x, name + ".layer_scale", Shape.of(channels, 1, 1), -1);
    return graph.add(graph.permute(x, 2, 0, 1), input);
  }

  /** Returns the normalisation over channels at each position. */
  private static Node normalizedChannels(GraphBuilder graph, Node x, String name) {
    Node y = graph.layerNormalization(graph.permute(x, 1, 2, 0), name, EPSILON);
    return graph.permute(y, 2, 0, 1);
  }
}
