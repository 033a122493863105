package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;

/**
 * ResNet (He et al., arXiv 1512.03385), ResNeXt, whose 3x3 convolutions are grouped (Xie et al.,
 * arXiv 1611.05431), and Wide ResNet, whose 3x3 convolutions have more channels (Zagoruyko and
 * Komodakis, arXiv 1605.07146). As torchvision's {@code resnet.py}.
 *
 * @param name torchvision's
 * @param block what the stages are made of
 * @param depths blocks in each of the four stages
 * @param groups of the 3x3 convolution
 * @param groupWidth channels of a group in the first stage; 64 in one group is the plain ResNet
 */
record ResNet(String name, Block block, ImmutableList<Integer> depths, int groups, int groupWidth)
    implements Definition {

  /** The published depths and widths. */
  static final ImmutableList<ResNet> VARIANTS =
      ImmutableList.of(
          new ResNet("resnet18", Block.BASIC, ImmutableList.of(2, 2, 2, 2), 1, 64),
          new ResNet("resnet34", Block.BASIC, ImmutableList.of(3, 4, 6, 3), 1, 64),
          new ResNet("resnet50", Block.BOTTLENECK, ImmutableList.of(3, 4, 6, 3), 1, 64),
          new ResNet("resnet101", Block.BOTTLENECK, ImmutableList.of(3, 4, 23, 3), 1, 64),
          new ResNet("resnet152", Block.BOTTLENECK, ImmutableList.of(3, 8, 36, 3), 1, 64),
          new ResNet("resnext50_32x4d", Block.BOTTLENECK, ImmutableList.of(3, 4, 6, 3), 32, 4),
          new ResNet("resnext101_32x8d", Block.BOTTLENECK, ImmutableList.of(3, 4, 23, 3), 32, 8),
          new ResNet("resnext101_64x4d", Block.BOTTLENECK, ImmutableList.of(3, 4, 23, 3), 64, 4),
          new ResNet("wide_resnet50_2", Block.BOTTLENECK, ImmutableList.of(3, 4, 6, 3), 1, 128),
          new ResNet("wide_resnet101_2", Block.BOTTLENECK, ImmutableList.of(3, 4, 23, 3), 1, 128));

  /** The two residual functions. */
  enum Block {
    /** Two 3x3 convolutions. */
    BASIC(1),
    /** 1x1, 3x3 and 1x1, the last with four times the channels. */
    BOTTLENECK(4);

    private final int expansion;

    Block(int expansion) {
      this.expansion = expansion;
    }
  }

  @Override
  public String classifierWeight() {
    return "fc.weight";
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    Node x = input.normalized(graph); // (3, 224, 224)
    x = graph.convolutionWithoutBias(x, "conv1", 64, Window.of(7).stride(2).padding(3));
    x = graph.relu(graph.batchNormalization(x, "bn1", BATCH_NORM_EPSILON));
    x = graph.maxPooling(x, Window.of(3).stride(2).padding(1)); // (64, 56, 56)
    for (int stage = 0; stage < depths.size(); stage++) {
      for (int i = 0; i < depths.get(stage); i++) {
        int stride = stage > 0 && i == 0 ? 2 : 1;
        x = block(graph, x, "layer%d.%d".formatted(stage + 1, i), 64 << stage, stride);
      }
    }
    Node feature = graph.spatialMean(x); // (512 * expansion)
    graph.tap(PENULTIMATE, feature);
    graph.tap(POOLED, feature);
    graph.tap(LOGITS, graph.linear(feature, "fc", classCount));
  }

  private Node block(GraphBuilder graph, Node x, String name, int planes, int stride) {
    Node residual =
        switch (block) {
          case BASIC -> basic(graph, x, name, planes, stride);
          case BOTTLENECK -> bottleneck(graph, x, name, planes, stride);
        };
    Node shortcut = x;
    if (!x.shape().equals(residual.shape())) {
      Window window = Window.of(1).stride(stride);
      int channels = planes * block.expansion;
      shortcut = graph.convolutionWithoutBias(x, name + ".downsample.0", channels, window);
      shortcut = graph.batchNormalization(shortcut, name + ".downsample.1", BATCH_NORM_EPSILON);
    }
    return graph.relu(graph.add(residual, shortcut));
  }

  private Node basic(GraphBuilder graph, Node input, String name, int planes, int stride) {
    Window window = Window.of(3).padding(1);
    Node x = graph.convolutionWithoutBias(input, name + ".conv1", planes, window.stride(stride));
    x = graph.relu(graph.batchNormalization(x, name + ".bn1", BATCH_NORM_EPSILON));
    x = graph.convolutionWithoutBias(x, name + ".conv2", planes, window);
    return graph.batchNormalization(x, name + ".bn2", BATCH_NORM_EPSILON);
  }

  private Node bottleneck(GraphBuilder graph, Node input, String name, int planes, int stride) {
    int width = planes * groupWidth / 64 * groups;
    Node x = graph.convolutionWithoutBias(input, name + ".conv1", width, Window.of(1));
    x = graph.relu(graph.batchNormalization(x, name + ".bn1", BATCH_NORM_EPSILON));
    // ResNet v1.5: the stride sits on the 3x3, as in torchvision; the paper has it on the 1x1.
    Window window = Window.of(3).stride(stride).padding(1);
    x = graph.groupedConvolutionWithoutBias(x, name + ".conv2", width, window, groups);
    x = graph.relu(graph.batchNormalization(x, name + ".bn2", BATCH_NORM_EPSILON));
    int channels = planes * block.expansion;
    x = graph.convolutionWithoutBias(x, name + ".conv3", channels, Window.of(1));
    return graph.batchNormalization(x, name + ".bn3", BATCH_NORM_EPSILON);
  }
}
