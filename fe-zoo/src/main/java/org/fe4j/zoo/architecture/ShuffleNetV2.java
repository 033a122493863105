package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;

/**
 * ShuffleNet v2: half of the channels pass a unit untouched, then the halves are shuffled (Ma et
 * al., arXiv 1807.11164). As torchvision's {@code shufflenetv2.py}.
 *
 * @param name torchvision's
 * @param channels of the stages 2, 3 and 4
 * @param features channels of the last convolution
 */
record ShuffleNetV2(String name, ImmutableList<Integer> channels, int features)
    implements Definition {

  /** The paper's widths. */
  static final ImmutableList<ShuffleNetV2> VARIANTS =
      ImmutableList.of(
          new ShuffleNetV2("shufflenet_v2_x0_5", ImmutableList.of(48, 96, 192), 1024),
          new ShuffleNetV2("shufflenet_v2_x1_0", ImmutableList.of(116, 232, 464), 1024),
          new ShuffleNetV2("shufflenet_v2_x1_5", ImmutableList.of(176, 352, 704), 1024),
          new ShuffleNetV2("shufflenet_v2_x2_0", ImmutableList.of(244, 488, 976), 2048));

  private static final int STEM_CHANNELS = 24;
  private static final List<Integer> DEPTHS = ImmutableList.of(4, 8, 4);

  @Override
  public String classifierWeight() {
    return "fc.weight";
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    Node x = input.normalized(graph); // (3, 224, 224)
    Window halving = Window.of(3).stride(2).padding(1);
    x = graph.convolutionWithoutBias(x, "conv1.0", STEM_CHANNELS, halving);
    x = graph.relu(graph.batchNormalization(x, "conv1.1", BATCH_NORM_EPSILON));
    x = graph.maxPooling(x, halving); // (24, 56, 56)
    for (int stage = 0; stage < DEPTHS.size(); stage++) {
      for (int i = 0; i < DEPTHS.get(stage); i++) {
        String name = "stage%d.%d".formatted(stage + 2, i);
        int half = channels.get(stage) / 2;
        x = i == 0 ? halvingUnit(graph, x, name, half) : unit(graph, x, name, half);
      }
    }
    x = pointwise(graph, x, "conv5", 0, features);
    Node feature = graph.spatialMean(x);
    graph.tap(PENULTIMATE, feature);
    graph.tap(POOLED, feature);
    graph.tap(LOGITS, graph.linear(feature, "fc", classCount));
  }

  private static Node unit(GraphBuilder graph, Node x, String name, int half) {
    Node kept = graph.slice(x, 0, 0, half);
    Node changed = branch2(graph, graph.slice(x, 0, half, 2 * half), name, half, 1);
    return shuffle(graph, graph.concatenate(0, kept, changed));
  }

  /** Returns a unit that halves the map: nothing passes untouched. */
  private static Node halvingUnit(GraphBuilder graph, Node x, String name, int half) {
    Node left = depthwise(graph, x, name + ".branch1", 0, 2);
    left = pointwise(graph, left, name + ".branch1", 2, half);
    Node right = branch2(graph, x, name, half, 2);
    return shuffle(graph, graph.concatenate(0, left, right));
  }

  private static Node branch2(GraphBuilder graph, Node input, String name, int half, int stride) {
    Node x = pointwise(graph, input, name + ".branch2", 0, half);
    x = depthwise(graph, x, name + ".branch2", 3, stride);
    return pointwise(graph, x, name + ".branch2", 5, half);
  }

  private static Node pointwise(GraphBuilder graph, Node x, String name, int index, int channels) {
    Node y = graph.convolutionWithoutBias(x, name + "." + index, channels, Window.of(1));
    return graph.relu(graph.batchNormalization(y, name + "." + (index + 1), BATCH_NORM_EPSILON));
  }

  private static Node depthwise(GraphBuilder graph, Node x, String name, int index, int stride) {
    int channels = x.shape().size(0);
    Window window = Window.of(3).stride(stride).padding(1);
    Node y = graph.groupedConvolutionWithoutBias(x, name + "." + index, channels, window, channels);
    return graph.batchNormalization(y, name + "." + (index + 1), BATCH_NORM_EPSILON);
  }

  /** Returns the channels of both halves in turn: 0, n, 1, n + 1, …. */
  private static Node shuffle(GraphBuilder graph, Node x) {
    int channels = x.shape().size(0);
    int height = x.shape().size(1);
    int width = x.shape().size(2);
    Node halves = graph.reshape(x, 2, channels / 2, height, width);
    return graph.reshape(graph.permute(halves, 1, 0, 2, 3), channels, height, width);
  }
}
