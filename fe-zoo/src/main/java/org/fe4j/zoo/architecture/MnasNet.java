package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;

/**
 * MNASNet-B1: MobileNet v2's blocks, chosen by measuring them on a phone, no channels weighed (Tan
 * et al., arXiv 1807.11626). As torchvision's {@code mnasnet.py}, which pads evenly where
 * TensorFlow pads behind the map, and has PyTorch's epsilon; its momentum of batch normalisation is
 * TensorFlow's, but matters to training only.
 *
 * <p>The first version of torchvision's files did not scale the stem (32 and 16 channels in each
 * variant); the published files are of the second.
 *
 * @param name torchvision's
 * @param width factor on all channels but the last 1280
 */
record MnasNet(String name, double width) implements Definition {

  /** The published widths. */
  static final ImmutableList<MnasNet> VARIANTS =
      ImmutableList.of(
          new MnasNet("mnasnet0_5", 0.5),
          new MnasNet("mnasnet0_75", 0.75),
          new MnasNet("mnasnet1_0", 1.0),
          new MnasNet("mnasnet1_3", 1.3));

  /** What follows the stem: expansion, kernel, channels, depth, stride. */
  private static final ImmutableList<Stage> STAGES =
      ImmutableList.of( // (16, 112, 112)
          new Stage(3, 3, 24, 3, 2), // (24, 56, 56)
          new Stage(3, 5, 40, 3, 2), // (40, 28, 28)
          new Stage(6, 5, 80, 3, 2), // (80, 14, 14)
          new Stage(6, 3, 96, 2, 1),
          new Stage(6, 5, 192, 4, 2), // (192, 7, 7)
          new Stage(6, 3, 320, 1, 1));

  private static final int FEATURES = 1280;

  /** Blocks of equal channels; the stride is the first one's, the others have 1. */
  private record Stage(int expansion, int kernel, int channels, int depth, int stride) {}

  @Override
  public String classifierWeight() {
    return "classifier.1.weight";
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    Node x = input.normalized(graph); // (3, 224, 224)
    Window halving = Window.of(3).stride(2).padding(1);
    x = graph.relu(convolution(graph, x, "layers.", 0, scaled(32), halving)); // (32, 112, 112)
    x = graph.relu(depthwise(graph, x, "layers.", 3, Window.of(3).padding(1)));
    x = convolution(graph, x, "layers.", 6, scaled(16), Window.of(1));
    int index = 8; // of torchvision's flat list, which counts ReLUs too
    for (Stage stage : STAGES) {
      for (int i = 0; i < stage.depth(); i++) {
        x = block(graph, x, "layers.%d.%d.layers.".formatted(index, i), stage, i == 0);
      }
      index++;
    }
    x = graph.relu(convolution(graph, x, "layers.", index, FEATURES, Window.of(1)));
    Node feature = graph.spatialMean(x);
    graph.tap(PENULTIMATE, feature);
    graph.tap(POOLED, feature);
    graph.tap(LOGITS, graph.linear(feature, "classifier.1", classCount));
  }

  private int scaled(int channels) {
    return Channels.multipleOfEight(channels * width);
  }

  private Node block(GraphBuilder graph, Node input, String name, Stage stage, boolean first) {
    int inner = input.shape().size(0) * stage.expansion();
    Window window =
        Window.of(stage.kernel()).stride(first ? stage.stride() : 1).padding(stage.kernel() / 2);
    Node x = graph.relu(convolution(graph, input, name, 0, inner, Window.of(1)));
    x = graph.relu(depthwise(graph, x, name, 3, window));
    x = convolution(graph, x, name, 6, scaled(stage.channels()), Window.of(1));
    // torchvision adds wherever shapes allow it, which in a stage's first block they never do.
    return first ? x : graph.add(x, input);
  }

  /** Returns the convolution of an index in a flat list and the normalisation behind it. */
  private static Node convolution(
      GraphBuilder graph, Node x, String name, int index, int channels, Window window) {
    Node y = graph.convolutionWithoutBias(x, name + index, channels, window);
    return graph.batchNormalization(y, name + (index + 1), BATCH_NORM_EPSILON);
  }

  private static Node depthwise(GraphBuilder graph, Node x, String name, int index, Window window) {
    int channels = x.shape().size(0);
    Node y = graph.groupedConvolutionWithoutBias(x, name + index, channels, window, channels);
    return graph.batchNormalization(y, name + (index + 1), BATCH_NORM_EPSILON);
  }
}
