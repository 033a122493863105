package org.fe4j.zoo.architecture;

import static org.fe4j.zoo.graph.ActivationFunction.SIGMOID;
import static org.fe4j.zoo.graph.ActivationFunction.SILU;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;

/**
 * EfficientNet: one network of inverted residuals with weighed channels, scaled in width, depth and
 * image size together (Tan and Le, arXiv 1905.11946), and EfficientNet v2, whose first stages use
 * plain convolutions in place of depthwise ones (arXiv 2104.00298). As torchvision's {@code
 * efficientnet.py}.
 *
 * @param name torchvision's
 * @param stem channels of the first convolution
 * @param stages the trunk
 * @param features channels of the last convolution
 * @param epsilon of the batch normalisations
 * @param smallestPixels smallest side of images
 */
record EfficientNet(
    String name,
    int stem,
    ImmutableList<Stage> stages,
    int features,
    double epsilon,
    int smallestPixels)
    implements Definition {

  /** Table 1 of the first paper: expansion, kernel, stride, channels, depth. */
  private static final ImmutableList<Stage> BASE =
      ImmutableList.of( // (32, 112, 112)
          new Stage(Block.DEPTHWISE, 1, 3, 1, 16, 1),
          new Stage(Block.DEPTHWISE, 6, 3, 2, 24, 2), // (24, 56, 56)
          new Stage(Block.DEPTHWISE, 6, 5, 2, 40, 2), // (40, 28, 28)
          new Stage(Block.DEPTHWISE, 6, 3, 2, 80, 3), // (80, 14, 14)
          new Stage(Block.DEPTHWISE, 6, 5, 1, 112, 3),
          new Stage(Block.DEPTHWISE, 6, 5, 2, 192, 4), // (192, 7, 7)
          new Stage(Block.DEPTHWISE, 6, 3, 1, 320, 1));

  /** The published scales, and table 4 of the second paper with its larger siblings. */
  static final ImmutableList<EfficientNet> VARIANTS =
      ImmutableList.of(
          scaled("efficientnet_b0", 1.0, 1.0, 1e-5),
          scaled("efficientnet_b1", 1.0, 1.1, 1e-5),
          scaled("efficientnet_b2", 1.1, 1.2, 1e-5),
          scaled("efficientnet_b3", 1.2, 1.4, 1e-5),
          scaled("efficientnet_b4", 1.4, 1.8, 1e-5),
          // From here on the weights were ported from TensorFlow.
          scaled("efficientnet_b5", 1.6, 2.2, 1e-3),
          scaled("efficientnet_b6", 1.8, 2.6, 1e-3),
          scaled("efficientnet_b7", 2.0, 3.1, 1e-3),
          second(
              "efficientnet_v2_s",
              24,
              new Stage(Block.FUSED, 1, 3, 1, 24, 2),
              new Stage(Block.FUSED, 4, 3, 2, 48, 4),
              new Stage(Block.FUSED, 4, 3, 2, 64, 4),
              new Stage(Block.DEPTHWISE, 4, 3, 2, 128, 6),
              new Stage(Block.DEPTHWISE, 6, 3, 1, 160, 9),
              new Stage(Block.DEPTHWISE, 6, 3, 2, 256, 15)),
          second(
              "efficientnet_v2_m",
              24,
              new Stage(Block.FUSED, 1, 3, 1, 24, 3),
              new Stage(Block.FUSED, 4, 3, 2, 48, 5),
              new Stage(Block.FUSED, 4, 3, 2, 80, 5),
              new Stage(Block.DEPTHWISE, 4, 3, 2, 160, 7),
              new Stage(Block.DEPTHWISE, 6, 3, 1, 176, 14),
              new Stage(Block.DEPTHWISE, 6, 3, 2, 304, 18),
              new Stage(Block.DEPTHWISE, 6, 3, 1, 512, 5)),
          second(
              "efficientnet_v2_l",
              32,
              new Stage(Block.FUSED, 1, 3, 1, 32, 4),
              new Stage(Block.FUSED, 4, 3, 2, 64, 7),
              new Stage(Block.FUSED, 4, 3, 2, 96, 7),
              new Stage(Block.DEPTHWISE, 4, 3, 2, 192, 10),
              new Stage(Block.DEPTHWISE, 6, 3, 1, 224, 19),
              new Stage(Block.DEPTHWISE, 6, 3, 2, 384, 25),
              new Stage(Block.DEPTHWISE, 6, 3, 1, 640, 7)));

  /** The two inverted residuals. */
  enum Block {
    /** MBConv: 1x1, depthwise, weighed channels, 1x1. */
    DEPTHWISE,
    /** Fused-MBConv: a plain convolution, 1x1. */
    FUSED
  }

  /**
   * A row of the tables.
   *
   * @param block what it is made of
   * @param expansion channels inside a block, in those of its input
   * @param kernel of the depthwise or plain convolution
   * @param stride of the first block; the others have 1
   * @param channels at the end
   * @param depth blocks
   */
  record Stage(Block block, int expansion, int kernel, int stride, int channels, int depth) {

    private Stage scaled(double width, double depthFactor) {
      return new Stage(
          block,
          expansion,
          kernel,
          stride,
          Channels.multipleOfEight(channels * width),
          (int) Math.ceil(depth * depthFactor));
    }
  }

  private static EfficientNet scaled(String name, double width, double depth, double epsilon) {
    ImmutableList<Stage> stages =
        BASE.stream()
            .map(stage -> stage.scaled(width, depth))
            .collect(ImmutableList.toImmutableList());
    int stem = Channels.multipleOfEight(32 * width);
    int features = 4 * stages.get(stages.size() - 1).channels();
    return new EfficientNet(name, stem, stages, features, epsilon, 1);
  }

  private static EfficientNet second(String name, int stem, Stage... stages) {
    // Smaller images leave one pixel, of which training has no statistics; hence torchvision's 33.
    return new EfficientNet(name, stem, ImmutableList.copyOf(stages), 1280, 1e-3, 33);
  }

  @Override
  public String classifierWeight() {
    return "classifier.1.weight";
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    if (input.sizePixels() < smallestPixels) {
      throw new IllegalArgumentException("the side must be at least " + smallestPixels + " pixels");
    }
    ConvolutionBlock unit = new ConvolutionBlock(epsilon, SILU);
    Node x = input.normalized(graph); // (3, 224, 224)
    x = unit.of(graph, x, "features.0", stem, Window.of(3).stride(2).padding(1));
    for (int s = 0; s < stages.size(); s++) {
      Stage stage = stages.get(s);
      for (int i = 0; i < stage.depth(); i++) {
        String name = "features.%d.%d.block.".formatted(s + 1, i);
        x = block(graph, x, name, stage, i == 0 ? stage.stride() : 1);
      }
    }
    x = unit.of(graph, x, "features." + (stages.size() + 1), features, Window.of(1));
    Node feature = graph.spatialMean(x);
    graph.tap(PENULTIMATE, feature);
    graph.tap(POOLED, feature);
    graph.tap(LOGITS, graph.linear(feature, "classifier.1", classCount));
  }

  private Node block(GraphBuilder graph, Node input, String name, Stage stage, int stride) {
    Window window = Window.of(stage.kernel()).stride(stride).padding(stage.kernel() / 2);
    Node x =
        switch (stage.block()) {
          case DEPTHWISE -> depthwise(graph, input, name, stage, window);
          case FUSED -> fused(graph, input, name, stage, window);
        };
    // Not by comparing shapes: a stride leaves a map of one pixel as it is.
    return stride == 1 && input.shape().size(0) == stage.channels() ? graph.add(x, input) : x;
  }

  private Node depthwise(GraphBuilder graph, Node input, String name, Stage stage, Window window) {
    ConvolutionBlock unit = new ConvolutionBlock(epsilon, SILU);
    int channels = input.shape().size(0);
    Node x = input;
    int index = 0;
    if (stage.expansion() != 1) {
      x = unit.of(graph, x, name + index++, channels * stage.expansion(), Window.of(1));
    }
    x = unit.depthwise(graph, x, name + index++, window);
    // A quarter of the block's input, not of what is weighed.
    int squeezed = channels / 4;
    x = ConvolutionBlock.squeezeExcitation(graph, x, name + index++, squeezed, SILU, SIGMOID);
    return unit.projection(graph, x, name + index, stage.channels());
  }

  private Node fused(GraphBuilder graph, Node input, String name, Stage stage, Window window) {
    ConvolutionBlock unit = new ConvolutionBlock(epsilon, SILU);
    if (stage.expansion() == 1) {
      return unit.of(graph, input, name + 0, stage.channels(), window);
    }
    int inner = input.shape().size(0) * stage.expansion();
    Node x = unit.of(graph, input, name + 0, inner, window);
    return unit.projection(graph, x, name + 1, stage.channels());
  }
}
