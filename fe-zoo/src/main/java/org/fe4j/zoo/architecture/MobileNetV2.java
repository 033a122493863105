package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;

/**
 * MobileNet v2: inverted residuals, which are wide inside and narrow where they are added (Sandler
 * et al., arXiv 1801.04381). As torchvision's {@code mobilenetv2.py}.
 *
 * @param name torchvision's
 */
record MobileNetV2(String name) implements Definition {

  /** The published width. */
  static final ImmutableList<MobileNetV2> VARIANTS =
      ImmutableList.of(new MobileNetV2("mobilenet_v2"));

  /** The paper's table 2: expansion, channels, depth, stride. */
  private static final ImmutableList<Stage> STAGES =
      ImmutableList.of(
          new Stage(1, 16, 1, 1), // (16, 112, 112)
          new Stage(6, 24, 2, 2), // (24, 56, 56)
          new Stage(6, 32, 3, 2), // (32, 28, 28)
          new Stage(6, 64, 4, 2), // (64, 14, 14)
          new Stage(6, 96, 3, 1),
          new Stage(6, 160, 3, 2), // (160, 7, 7)
          new Stage(6, 320, 1, 1));

  private static final int STEM_CHANNELS = 32;
  private static final int FEATURES = 1280;

  private static final ConvolutionBlock UNIT =
      new ConvolutionBlock(BATCH_NORM_EPSILON, ActivationFunction.RELU6);

  /** Blocks of equal channels; the stride is the first one's, the others have 1. */
  private record Stage(int expansion, int channels, int depth, int stride) {}

  @Override
  public String classifierWeight() {
    return "classifier.1.weight";
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    Node x = input.normalized(graph); // (3, 224, 224)
    int index = 0;
    Window stem = Window.of(3).stride(2).padding(1);
    x = UNIT.of(graph, x, "features." + index++, STEM_CHANNELS, stem);
    for (Stage stage : STAGES) {
      for (int i = 0; i < stage.depth(); i++) {
        x = block(graph, x, "features." + index++ + ".conv.", stage, i == 0 ? stage.stride() : 1);
      }
    }
    x = UNIT.of(graph, x, "features." + index, FEATURES, Window.of(1));
    Node feature = graph.spatialMean(x);
    graph.tap(PENULTIMATE, feature);
    graph.tap(POOLED, feature);
    graph.tap(LOGITS, graph.linear(feature, "classifier.1", classCount));
  }

  private static Node block(GraphBuilder graph, Node input, String name, Stage stage, int stride) {
    int channels = input.shape().size(0);
    Node x = input;
    int index = 0;
    if (stage.expansion() != 1) {
      x = UNIT.of(graph, x, name + index++, channels * stage.expansion(), Window.of(1));
    }
    x = UNIT.depthwise(graph, x, name + index++, Window.of(3).stride(stride).padding(1));
    // The projection is not a block of its own in the checkpoint.
    x = graph.convolutionWithoutBias(x, name + index++, stage.channels(), Window.of(1));
    x = graph.batchNormalization(x, name + index, BATCH_NORM_EPSILON);
    return stride == 1 && channels == stage.channels() ? graph.add(input, x) : x;
  }
}
