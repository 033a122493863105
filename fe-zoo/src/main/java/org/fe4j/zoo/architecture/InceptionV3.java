package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;

/**
 * Inception v3: GoogLeNet's modules with large windows taken apart into small and one-sided ones
 * (Szegedy et al., arXiv 1512.00567). As torchvision's {@code inception.py} with published weights,
 * which come from TensorFlow; its names are kept.
 *
 * @param name torchvision's
 */
record InceptionV3(String name) implements Definition {

  /** The published version. */
  static final ImmutableList<InceptionV3> VARIANTS =
      ImmutableList.of(new InceptionV3("inception_v3"));

  private static final ConvolutionBlock UNIT =
      new ConvolutionBlock(0.001, ActivationFunction.RELU, "conv", "bn");

  private static final Window PIXEL = Window.of(1);
  private static final Window THREE = Window.of(3).padding(1);
  private static final Window FIVE = Window.of(5).padding(2);
  private static final Window HALVING = Window.of(3).stride(2);
  private static final Window ROW_OF_THREE = Window.of(1, 3).padding(0, 1);
  private static final Window COLUMN_OF_THREE = Window.of(3, 1).padding(1, 0);
  private static final Window ROW_OF_SEVEN = Window.of(1, 7).padding(0, 3);
  private static final Window COLUMN_OF_SEVEN = Window.of(7, 1).padding(3, 0);

  /** One convolution of a branch. */
  private record Step(int channels, Window window) {}

  @Override
  public String classifierWeight() {
    return "fc.weight";
  }

  @Override
  public boolean ignores(String tensor) {
    // The auxiliary classifier only helps training; files may hold it or not.
    return tensor.startsWith("AuxLogits.") || Definition.super.ignores(tensor);
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    Node x = input.transformed(graph); // (3, 299, 299)
    x = UNIT.of(graph, x, "Conv2d_1a_3x3", 32, HALVING); // (32, 149, 149)
    x = UNIT.of(graph, x, "Conv2d_2a_3x3", 32, Window.of(3));
    x = UNIT.of(graph, x, "Conv2d_2b_3x3", 64, THREE);
    x = graph.maxPooling(x, HALVING); // (64, 73, 73)
    x = UNIT.of(graph, x, "Conv2d_3b_1x1", 80, PIXEL);
    x = UNIT.of(graph, x, "Conv2d_4a_3x3", 192, Window.of(3));
    x = graph.maxPooling(x, HALVING); // (192, 35, 35)
    x = square(graph, x, "Mixed_5b", 32);
    x = square(graph, x, "Mixed_5c", 64);
    x = square(graph, x, "Mixed_5d", 64); // (288, 35, 35)
    x = halved(graph, x, "Mixed_6a"); // (768, 17, 17)
    x = factorized(graph, x, "Mixed_6b", 128);
    x = factorized(graph, x, "Mixed_6c", 160);
    x = factorized(graph, x, "Mixed_6d", 160);
    x = factorized(graph, x, "Mixed_6e", 192);
    x = halvedAgain(graph, x, "Mixed_7a"); // (1280, 8, 8)
    x = widened(graph, x, "Mixed_7b");
    x = widened(graph, x, "Mixed_7c"); // (2048, 8, 8)
    Node feature = graph.spatialMean(x);
    graph.tap(PENULTIMATE, feature);
    graph.tap(POOLED, feature);
    graph.tap(LOGITS, graph.linear(feature, "fc", classCount));
  }

  /** torchvision's {@code InceptionA}: the paper's figure 5, its single 3x3 being 5x5. */
  private static Node square(GraphBuilder graph, Node x, String name, int poolProjection) {
    Node one = UNIT.of(graph, x, name + ".branch1x1", 64, PIXEL);
    Node five = branch(graph, x, name + ".branch5x5", new Step(48, PIXEL), new Step(64, FIVE));
    Node three =
        branch(
            graph,
            x,
            name + ".branch3x3dbl",
            new Step(64, PIXEL),
            new Step(96, THREE),
            new Step(96, THREE));
    return graph.concatenate(0, one, five, three, pooled(graph, x, name, poolProjection));
  }

  /** torchvision's {@code InceptionB}: figure 10, its single 3x3 without a 1x1 before it. */
  private static Node halved(GraphBuilder graph, Node x, String name) {
    Node three = UNIT.of(graph, x, name + ".branch3x3", 384, HALVING);
    Node twice =
        branch(
            graph,
            x,
            name + ".branch3x3dbl",
            new Step(64, PIXEL),
            new Step(96, THREE),
            new Step(96, HALVING));
    return graph.concatenate(0, three, twice, graph.maxPooling(x, HALVING));
  }

  /** torchvision's {@code InceptionC}: figure 6. */
  private static Node factorized(GraphBuilder graph, Node x, String name, int inner) {
    Node one = UNIT.of(graph, x, name + ".branch1x1", 192, PIXEL);
    Node seven =
        branch(
            graph,
            x,
            name + ".branch7x7",
            new Step(inner, PIXEL),
            new Step(inner, ROW_OF_SEVEN),
            new Step(192, COLUMN_OF_SEVEN));
    Node twice =
        branch(
            graph,
            x,
            name + ".branch7x7dbl",
            new Step(inner, PIXEL),
            new Step(inner, COLUMN_OF_SEVEN),
            new Step(inner, ROW_OF_SEVEN),
            new Step(inner, COLUMN_OF_SEVEN),
            new Step(192, ROW_OF_SEVEN));
    return graph.concatenate(0, one, seven, twice, pooled(graph, x, name, 192));
  }

  /** torchvision's {@code InceptionD}: not in the paper. */
  private static Node halvedAgain(GraphBuilder graph, Node x, String name) {
    Node three =
        branch(graph, x, name + ".branch3x3", new Step(192, PIXEL), new Step(320, HALVING));
    Node seven =
        branch(
            graph,
            x,
            name + ".branch7x7x3",
            new Step(192, PIXEL),
            new Step(192, ROW_OF_SEVEN),
            new Step(192, COLUMN_OF_SEVEN),
            new Step(192, HALVING));
    return graph.concatenate(0, three, seven, graph.maxPooling(x, HALVING));
  }

  /** torchvision's {@code InceptionE}: figure 7. */
  private static Node widened(GraphBuilder graph, Node x, String name) {
    Node one = UNIT.of(graph, x, name + ".branch1x1", 320, PIXEL);
    Node three = branch(graph, x, name + ".branch3x3", new Step(384, PIXEL));
    three = bothSides(graph, three, name + ".branch3x3_2");
    Node twice =
        branch(graph, x, name + ".branch3x3dbl", new Step(448, PIXEL), new Step(384, THREE));
    twice = bothSides(graph, twice, name + ".branch3x3dbl_3");
    return graph.concatenate(0, one, three, twice, pooled(graph, x, name, 192));
  }

  /** Returns the steps one after another, called {@code name_1}, {@code name_2}, …. */
  private static Node branch(GraphBuilder graph, Node input, String name, Step... steps) {
    Node x = input;
    for (int i = 0; i < steps.length; i++) {
      x = UNIT.of(graph, x, name + "_" + (i + 1), steps[i].channels(), steps[i].window());
    }
    return x;
  }

  private static Node bothSides(GraphBuilder graph, Node x, String name) {
    Node row = UNIT.of(graph, x, name + "a", 384, ROW_OF_THREE);
    Node column = UNIT.of(graph, x, name + "b", 384, COLUMN_OF_THREE);
    return graph.concatenate(0, row, column);
  }

  private static Node pooled(GraphBuilder graph, Node x, String name, int channels) {
    return UNIT.of(graph, graph.averagePooling(x, THREE), name + ".branch_pool", channels, PIXEL);
  }
}
