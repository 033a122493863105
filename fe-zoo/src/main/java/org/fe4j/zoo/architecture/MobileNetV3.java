package org.fe4j.zoo.architecture;

import static org.fe4j.zoo.graph.ActivationFunction.HARD_SIGMOID;
import static org.fe4j.zoo.graph.ActivationFunction.HARD_SWISH;
import static org.fe4j.zoo.graph.ActivationFunction.RELU;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;

/**
 * MobileNet v3: inverted residuals found by search, some with weighed channels, and activations
 * that are cheap on phones (Howard et al., arXiv 1905.02244). As torchvision's {@code
 * mobilenetv3.py}.
 *
 * @param name torchvision's
 * @param blocks the trunk
 * @param features inputs of the last linear layer
 */
record MobileNetV3(String name, ImmutableList<Block> blocks, int features) implements Definition {

  /** The paper's tables 1 and 2: kernel, inside, outside, weighed, activation, stride. */
  static final ImmutableList<MobileNetV3> VARIANTS =
      ImmutableList.of(
          new MobileNetV3(
              "mobilenet_v3_large",
              ImmutableList.of( // (16, 112, 112)
                  new Block(3, 16, 16, false, RELU, 1),
                  new Block(3, 64, 24, false, RELU, 2), // (24, 56, 56)
                  new Block(3, 72, 24, false, RELU, 1),
                  new Block(5, 72, 40, true, RELU, 2), // (40, 28, 28)
                  new Block(5, 120, 40, true, RELU, 1),
                  new Block(5, 120, 40, true, RELU, 1),
                  new Block(3, 240, 80, false, HARD_SWISH, 2), // (80, 14, 14)
                  new Block(3, 200, 80, false, HARD_SWISH, 1),
                  new Block(3, 184, 80, false, HARD_SWISH, 1),
                  new Block(3, 184, 80, false, HARD_SWISH, 1),
                  new Block(3, 480, 112, true, HARD_SWISH, 1),
                  new Block(3, 672, 112, true, HARD_SWISH, 1),
                  new Block(5, 672, 160, true, HARD_SWISH, 2), // (160, 7, 7)
                  new Block(5, 960, 160, true, HARD_SWISH, 1),
                  new Block(5, 960, 160, true, HARD_SWISH, 1)),
              1280),
          new MobileNetV3(
              "mobilenet_v3_small",
              ImmutableList.of( // (16, 112, 112)
                  new Block(3, 16, 16, true, RELU, 2), // (16, 56, 56)
                  new Block(3, 72, 24, false, RELU, 2), // (24, 28, 28)
                  new Block(3, 88, 24, false, RELU, 1),
                  new Block(5, 96, 40, true, HARD_SWISH, 2), // (40, 14, 14)
                  new Block(5, 240, 40, true, HARD_SWISH, 1),
                  new Block(5, 240, 40, true, HARD_SWISH, 1),
                  new Block(5, 120, 48, true, HARD_SWISH, 1),
                  new Block(5, 144, 48, true, HARD_SWISH, 1),
                  new Block(5, 288, 96, true, HARD_SWISH, 2), // (96, 7, 7)
                  new Block(5, 576, 96, true, HARD_SWISH, 1),
                  new Block(5, 576, 96, true, HARD_SWISH, 1)),
              1024));

  private static final double EPSILON = 0.001; // TensorFlow's; PyTorch's default is 1e-5
  private static final int STEM_CHANNELS = 16;

  /** Width of the trunk's last convolution, in those of the last block. */
  private static final int LAST_EXPANSION = 6;

  /**
   * A row of the tables.
   *
   * @param kernel of the depthwise convolution
   * @param expanded channels inside
   * @param channels at the end
   * @param weighed whether channels are weighed behind the depthwise convolution
   * @param activation of the block
   * @param stride of the depthwise convolution
   */
  record Block(
      int kernel,
      int expanded,
      int channels,
      boolean weighed,
      ActivationFunction activation,
      int stride) {

    private Node of(GraphBuilder graph, Node input, String name) {
      ConvolutionBlock unit = new ConvolutionBlock(EPSILON, activation);
      int inputChannels = input.shape().size(0);
      Node x = input;
      int index = 0;
      if (expanded != inputChannels) {
        x = unit.of(graph, x, name + index++, expanded, Window.of(1));
      }
      Window window = Window.of(kernel).stride(stride).padding(kernel / 2);
      x = unit.depthwise(graph, x, name + index++, window);
      if (weighed) {
        int squeezed = Channels.multipleOfEight(expanded / 4.0);
        x =
            ConvolutionBlock.squeezeExcitation(
                graph, x, name + index++, squeezed, RELU, HARD_SIGMOID);
      }
      x = unit.projection(graph, x, name + index, channels);
      // Not by comparing shapes: a stride leaves a map of one pixel as it is.
      return stride == 1 && channels == inputChannels ? graph.add(x, input) : x;
    }
  }

  @Override
  public String classifierWeight() {
    return "classifier.3.weight";
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    ConvolutionBlock unit = new ConvolutionBlock(EPSILON, HARD_SWISH);
    Node x = input.normalized(graph); // (3, 224, 224)
    x = unit.of(graph, x, "features.0", STEM_CHANNELS, Window.of(3).stride(2).padding(1));
    for (int i = 0; i < blocks.size(); i++) {
      x = blocks.get(i).of(graph, x, "features.%d.block.".formatted(i + 1));
    }
    int last = LAST_EXPANSION * x.shape().size(0);
    x = unit.of(graph, x, "features." + (blocks.size() + 1), last, Window.of(1));
    Node pooled = graph.spatialMean(x); // (960) or (576)
    Node feature = graph.activation(graph.linear(pooled, "classifier.0", features), HARD_SWISH);
    graph.tap(PENULTIMATE, feature);
    graph.tap(POOLED, pooled);
    graph.tap(LOGITS, graph.linear(feature, "classifier.3", classCount));
  }
}
