package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;

/**
 * RegNet: bottlenecks of grouped convolutions whose widths grow along a line from block to block,
 * rounded to four stages (Radosavovic et al., arXiv 2003.13678). X is plain, Y weighs channels. As
 * torchvision's {@code regnet.py}, where a width that is no whole number of groups is sometimes
 * rounded the other way than in the paper (400 for 384).
 *
 * @param name torchvision's
 * @param depths blocks in each of the four stages
 * @param widths channels in each of the four stages
 * @param groupWidth channels of a group of the 3x3 convolution, unless the stage has fewer
 * @param weighed whether channels are weighed behind the 3x3 convolution
 */
record RegNet(
    String name,
    ImmutableList<Integer> depths,
    ImmutableList<Integer> widths,
    int groupWidth,
    boolean weighed)
    implements Definition {

  /** The published sizes, named after their multiply-adds at 224 pixels. */
  static final ImmutableList<RegNet> VARIANTS =
      ImmutableList.of(
          x("400mf", 16, ImmutableList.of(1, 2, 7, 12), ImmutableList.of(32, 64, 160, 400)),
          x("800mf", 16, ImmutableList.of(1, 3, 7, 5), ImmutableList.of(64, 128, 288, 672)),
          x("1_6gf", 24, ImmutableList.of(2, 4, 10, 2), ImmutableList.of(72, 168, 408, 912)),
          x("3_2gf", 48, ImmutableList.of(2, 6, 15, 2), ImmutableList.of(96, 192, 432, 1008)),
          x("8gf", 120, ImmutableList.of(2, 5, 15, 1), ImmutableList.of(80, 240, 720, 1920)),
          x("16gf", 128, ImmutableList.of(2, 6, 13, 1), ImmutableList.of(256, 512, 896, 2048)),
          x("32gf", 168, ImmutableList.of(2, 7, 13, 1), ImmutableList.of(336, 672, 1344, 2520)),
          y("400mf", 8, ImmutableList.of(1, 3, 6, 6), ImmutableList.of(48, 104, 208, 440)),
          y("800mf", 16, ImmutableList.of(1, 3, 8, 2), ImmutableList.of(64, 144, 320, 784)),
          y("1_6gf", 24, ImmutableList.of(2, 6, 17, 2), ImmutableList.of(48, 120, 336, 888)),
          y("3_2gf", 24, ImmutableList.of(2, 5, 13, 1), ImmutableList.of(72, 216, 576, 1512)),
          y("8gf", 56, ImmutableList.of(2, 4, 10, 1), ImmutableList.of(224, 448, 896, 2016)),
          y("16gf", 112, ImmutableList.of(2, 4, 11, 1), ImmutableList.of(224, 448, 1232, 3024)),
          y("32gf", 232, ImmutableList.of(2, 5, 12, 1), ImmutableList.of(232, 696, 1392, 3712)),
          y("128gf", 264, ImmutableList.of(2, 7, 17, 1), ImmutableList.of(528, 1056, 2904, 7392)));

  private static final int STEM_CHANNELS = 32;

  private static final ConvolutionBlock UNIT =
      new ConvolutionBlock(BATCH_NORM_EPSILON, ActivationFunction.RELU);

  private static RegNet x(
      String size, int groupWidth, ImmutableList<Integer> depths, ImmutableList<Integer> widths) {
    return new RegNet("regnet_x_" + size, depths, widths, groupWidth, false);
  }

  private static RegNet y(
      String size, int groupWidth, ImmutableList<Integer> depths, ImmutableList<Integer> widths) {
    return new RegNet("regnet_y_" + size, depths, widths, groupWidth, true);
  }

  @Override
  public String classifierWeight() {
    return "fc.weight";
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    Node x = input.normalized(graph); // (3, 224, 224)
    x = UNIT.of(graph, x, "stem", STEM_CHANNELS, Window.of(3).stride(2).padding(1));
    for (int stage = 0; stage < depths.size(); stage++) {
      for (int i = 0; i < depths.get(stage); i++) {
        String name = "trunk_output.block%1$d.block%1$d-%2$d".formatted(stage + 1, i);
        x = block(graph, x, name, widths.get(stage), i == 0 ? 2 : 1);
      }
    }
    Node feature = graph.spatialMean(x);
    graph.tap(PENULTIMATE, feature);
    graph.tap(POOLED, feature);
    graph.tap(LOGITS, graph.linear(feature, "fc", classCount));
  }

  private Node block(GraphBuilder graph, Node input, String name, int width, int stride) {
    Node shortcut = input;
    // Not by comparing shapes: a stride leaves a map of one pixel as it is.
    if (stride != 1 || input.shape().size(0) != width) {
      shortcut = UNIT.projection(graph, input, name + ".proj", width, stride);
    }
    Node x = UNIT.of(graph, input, name + ".f.a", width, Window.of(1));
    int groups = width / Math.min(groupWidth, width);
    x = UNIT.of(graph, x, name + ".f.b", width, Window.of(3).stride(stride).padding(1), groups);
    if (weighed) {
      // A quarter of the block's input, not of what is weighed; widths are multiples of 8.
      int squeezed = input.shape().size(0) / 4;
      x =
          ConvolutionBlock.squeezeExcitation(
              graph,
              x,
              name + ".f.se",
              squeezed,
              ActivationFunction.RELU,
              ActivationFunction.SIGMOID);
    }
    x = UNIT.projection(graph, x, name + ".f.c", width);
    return graph.relu(graph.add(shortcut, x));
  }
}
