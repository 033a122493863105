package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Similarity;
import org.fe4j.zoo.graph.Window;

/**
 * MaxViT: in each layer an inverted bottleneck, attention within windows, and attention over a grid
 * of tokens that lie far apart (Tu et al., arXiv 2204.01697). As torchvision's {@code maxvit.py}.
 *
 * @param name torchvision's
 * @param stem channels of the stem
 * @param channels of each block
 * @param depths layers of each block; the first one halves the map
 * @param headWidth channels of a head
 * @param partition side of a window, and of a grid, in tokens
 */
record MaxVit(
    String name,
    int stem,
    ImmutableList<Integer> channels,
    ImmutableList<Integer> depths,
    int headWidth,
    int partition)
    implements Definition {

  /** The paper's T. */
  static final ImmutableList<MaxVit> VARIANTS =
      ImmutableList.of(
          new MaxVit(
              "maxvit_t",
              64,
              ImmutableList.of(64, 128, 256, 512),
              ImmutableList.of(2, 2, 5, 2),
              32,
              7));

  private static final double LAYER_NORM_EPSILON = 1e-5;
  private static final ConvolutionBlock GELU_BLOCK =
      new ConvolutionBlock(1e-3, ActivationFunction.GELU);
  private static final int EXPANSION = 4; // of the bottleneck and of the MLP
  private static final Window HALVING = Window.of(3).stride(2).padding(1);
  private static final Window SAME = Window.of(3).padding(1);

  @Override
  public String classifierWeight() {
    return "classifier.5.weight";
  }

  @Override
  public boolean ignores(String tensor) {
    return tensor.endsWith(".num_batches_tracked") || tensor.endsWith(".relative_position_index");
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    requireSize(input.sizePixels());
    Node x = GELU_BLOCK.of(graph, input.normalized(graph), "stem.0", stem, HALVING);
    x = graph.convolution(x, "stem.1.0", stem, SAME); // (64, 112, 112)
    for (int block = 0; block < depths.size(); block++) {
      for (int i = 0; i < depths.get(block); i++) {
        String name = "blocks.%d.layers.%d.layers".formatted(block, i);
        x = bottleneck(graph, x, name + ".MBconv", channels.get(block), i == 0 ? 2 : 1);
        x = graph.permute(x, 1, 2, 0); // (H, W, C)
        x = attendInWindows(graph, x, name + ".window_attention");
        x = attendOverGrid(graph, x, name + ".grid_attention");
        x = graph.permute(x, 2, 0, 1);
      }
    }
    Node mean = graph.spatialMean(x); // (512)
    Node feature = graph.layerNormalization(mean, "classifier.2", LAYER_NORM_EPSILON);
    feature = graph.linear(feature, "classifier.3", mean.shape().size(0));
    feature = graph.activation(feature, ActivationFunction.TANH);
    Parameter weight =
        Parameter.stored("classifier.5.weight", Shape.of(classCount, feature.shape().size(0)));
    graph.tap(PENULTIMATE, feature);
    graph.tap(POOLED, mean);
    graph.tap(LOGITS, graph.linear(feature, weight, Bias.none()));
  }

  /** Windows and grids must fill the map of every block. */
  private void requireSize(int sizePixels) {
    int side = halved(sizePixels);
    for (int block = 0; block < depths.size(); block++) {
      side = halved(side);
      if (side % partition != 0) {
        int step = partition << (depths.size() + 1);
        int below = sizePixels / step * step;
        throw new IllegalArgumentException(
            "the map of block %d has %d tokens a side, not a multiple of %d; multiples of %d pixels work, such as %s%d"
                .formatted(
                    block, side, partition, step, below == 0 ? "" : below + " or ", below + step));
      }
    }
  }

  private static int halved(int side) {
    return (side + 1) / 2;
  }

  /** Returns the inverted bottleneck with its shortcut. */
  private static Node bottleneck(
      GraphBuilder graph, Node input, String name, int outputs, int stride) {
    Node shortcut = input;
    if (stride > 1) {
      shortcut = graph.averagePooling(input, HALVING);
      shortcut = graph.convolution(shortcut, name + ".proj.1", outputs, Window.of(1));
    }
    String layers = name + ".layers";
    Node x = graph.batchNormalization(input, layers + ".pre_norm", GELU_BLOCK.epsilon());
    x = GELU_BLOCK.of(graph, x, layers + ".conv_a", EXPANSION * outputs, Window.of(1));
    x = GELU_BLOCK.depthwise(graph, x, layers + ".conv_b", SAME.stride(stride));
    x =
        ConvolutionBlock.squeezeExcitation(
            graph,
            x,
            layers + ".squeeze_excitation",
            outputs / 4,
            ActivationFunction.SILU,
            ActivationFunction.SIGMOID);
    return graph.add(shortcut, graph.convolution(x, layers + ".conv_c", outputs, Window.of(1)));
  }

  private Node attendInWindows(GraphBuilder graph, Node map, String name) {
    Node x = attend(graph, Windows.cut(graph, map, partition), name);
    return Windows.join(graph, x, map.shape().size(0), map.shape().size(1), partition);
  }

  /** Attends among the tokens that have the same place in each cell of a grid of partition². */
  private Node attendOverGrid(GraphBuilder graph, Node map, String name) {
    int cell = map.shape().size(0) / partition;
    Node x = graph.permute(Windows.cut(graph, map, cell), 1, 0, 2); // (cell², partition², C)
    x = graph.permute(attend(graph, x, name), 1, 0, 2);
    return Windows.join(graph, x, map.shape().size(0), map.shape().size(1), cell);
  }

  private Node attend(GraphBuilder graph, Node windows, String name) {
    String attention = name + ".attn_layer";
    Node x = graph.layerNormalization(windows, attention + ".0", LAYER_NORM_EPSILON);
    Node y = graph.add(windows, relativeAttention(graph, x, attention + ".1"));
    String mlp = name + ".mlp_layer";
    x = graph.layerNormalization(y, mlp + ".0", LAYER_NORM_EPSILON);
    x = graph.linear(x, mlp + ".1", EXPANSION * x.shape().size(2));
    x = graph.activation(x, ActivationFunction.GELU);
    return graph.add(y, graph.linear(x, mlp + ".3", y.shape().size(2)));
  }

  private Node relativeAttention(GraphBuilder graph, Node windows, String name) {
    int width = windows.shape().size(2);
    int heads = width / headWidth;
    Node merged = graph.linear(windows, name + ".to_qkv", 3 * width);
    Node query = graph.slice(merged, 2, 0, width);
    Node key = graph.slice(merged, 2, width, 2 * width);
    Node value = graph.slice(merged, 2, 2 * width, 3 * width);
    int span = 2 * partition - 1;
    Parameter table =
        Parameter.stored(name + ".relative_position_bias_table", Shape.of(span * span, heads));
    Node x =
        graph.attention(
            query,
            key,
            value,
            heads,
            // By all channels, not by those of a head, as in torchvision.
            new Similarity.Product(1 / Math.sqrt(width)),
            Bias.of(Windows.positionBias(table, partition, heads)));
    return graph.linear(x, name + ".merge", width);
  }
}
