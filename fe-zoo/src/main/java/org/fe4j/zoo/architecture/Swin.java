package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.ParameterSource;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Similarity;
import org.fe4j.zoo.graph.Window;

/**
 * Swin transformer: attention within windows that are shifted in every second block, and four
 * neighbours merged into one token between stages (Liu et al., arXiv 2103.14030); version 2
 * normalises behind attention and MLP, attends by cosines, and makes the position bias by a small
 * network (Liu et al., arXiv 2111.09883). As torchvision's {@code swin_transformer.py}. Maps are
 * (H, W, C); those that windows do not fill are padded, so that any size works.
 *
 * @param name torchvision's
 * @param version of the paper
 * @param width channels of the first stage; each further one has twice as many
 * @param depths blocks in each of the four stages
 * @param heads of the first stage; each further one has twice as many
 * @param window side of a window in tokens
 */
record Swin(
    String name, Version version, int width, ImmutableList<Integer> depths, int heads, int window)
    implements Definition {

  /** The papers' T, S and B. */
  static final ImmutableList<Swin> VARIANTS =
      ImmutableList.of(
          new Swin("swin_t", Version.V1, 96, ImmutableList.of(2, 2, 6, 2), 3, 7),
          new Swin("swin_s", Version.V1, 96, ImmutableList.of(2, 2, 18, 2), 3, 7),
          new Swin("swin_b", Version.V1, 128, ImmutableList.of(2, 2, 18, 2), 4, 7),
          new Swin("swin_v2_t", Version.V2, 96, ImmutableList.of(2, 2, 6, 2), 3, 8),
          new Swin("swin_v2_s", Version.V2, 96, ImmutableList.of(2, 2, 18, 2), 3, 8),
          new Swin("swin_v2_b", Version.V2, 128, ImmutableList.of(2, 2, 18, 2), 4, 8));

  private static final double EPSILON = 1e-5;
  private static final int PATCH = 4;

  /** Channels inside the network that makes version 2's position bias. */
  private static final int BIAS_CHANNELS = 512;

  /** Version 2's cosines are multiplied by no more than this. */
  private static final double MAXIMUM_FACTOR = 100;

  /** Which of the two papers. */
  enum Version {
    /** Normalises before attention and MLP. */
    V1,
    /** Normalises behind them. */
    V2
  }

  @Override
  public String classifierWeight() {
    return "head.weight";
  }

  @Override
  public boolean ignores(String tensor) {
    return tensor.endsWith(".relative_position_index");
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    Node x = input.normalized(graph); // (3, 224, 224)
    x = graph.convolution(x, "features.0.0", width, Window.of(PATCH).stride(PATCH));
    x = graph.permute(x, 1, 2, 0); // (56, 56, 96)
    x = graph.layerNormalization(x, "features.0.2", EPSILON);
    for (int stage = 0; stage < depths.size(); stage++) {
      if (stage > 0) {
        x = merge(graph, x, "features." + 2 * stage);
      }
      for (int i = 0; i < depths.get(stage); i++) {
        String name = "features.%d.%d".formatted(2 * stage + 1, i);
        x = block(graph, x, name, heads << stage, i % 2 == 0 ? 0 : window / 2);
      }
    }
    Node feature = graph.mean(graph.layerNormalization(x, "norm", EPSILON), 0, 1); // (768)
    graph.tap(PENULTIMATE, feature);
    graph.tap(POOLED, feature);
    graph.tap(LOGITS, graph.linear(feature, "head", classCount));
  }

  private Node block(GraphBuilder graph, Node x, String name, int blockHeads, int shift) {
    return switch (version) {
      case V1 -> {
        Node normalized = graph.layerNormalization(x, name + ".norm1", EPSILON);
        Node y = graph.add(x, attention(graph, normalized, name + ".attn", blockHeads, shift));
        normalized = graph.layerNormalization(y, name + ".norm2", EPSILON);
        yield graph.add(y, mlp(graph, normalized, name + ".mlp"));
      }
      case V2 -> {
        Node attended = attention(graph, x, name + ".attn", blockHeads, shift);
        Node y = graph.add(x, graph.layerNormalization(attended, name + ".norm1", EPSILON));
        Node changed = mlp(graph, y, name + ".mlp");
        yield graph.add(y, graph.layerNormalization(changed, name + ".norm2", EPSILON));
      }
    };
  }

  private static Node mlp(GraphBuilder graph, Node x, String name) {
    int channels = x.shape().size(2);
    Node y = graph.linear(x, name + ".0", 4 * channels);
    y = graph.activation(y, ActivationFunction.GELU);
    return graph.linear(y, name + ".3", channels);
  }

  private Node attention(GraphBuilder graph, Node map, String name, int blockHeads, int shift) {
    int side = map.shape().size(0); // images are square
    int missing = Math.floorMod(-side, window);
    // One window that covers everything has nothing to be shifted against.
    int moved = window >= side + missing ? 0 : shift;
    Node x = missing == 0 ? map : graph.pad(map, missing, missing, 0);
    x = moved == 0 ? x : graph.roll(x, -moved, 0, 1);
    x = Windows.cut(graph, x, window); // (64, 49, 96)
    int channels = x.shape().size(2);
    x =
        graph.linear(
            x,
            Parameter.stored(name + ".qkv.weight", Shape.of(3 * channels, channels)),
            Bias.of(queryKeyValueBias(name + ".qkv.bias", channels)));
    Node query = graph.slice(x, 2, 0, channels);
    Node key = graph.slice(x, 2, channels, 2 * channels);
    Node value = graph.slice(x, 2, 2 * channels, 3 * channels);
    Parameter bias = Windows.positionBias(biasTable(name, blockHeads), window, blockHeads);
    int windows = (side + missing) / window;
    if (moved > 0) {
      bias = separated(bias, windows, moved);
    }
    Similarity similarity = similarity(name, channels, blockHeads);
    x = graph.attention(query, key, value, blockHeads, similarity, Bias.of(bias));
    x = graph.linear(x, name + ".proj", channels);
    x = Windows.join(graph, x, side + missing, side + missing, window);
    x = moved == 0 ? x : graph.roll(x, moved, 0, 1);
    return missing == 0 ? x : graph.slice(graph.slice(x, 0, 0, side), 1, 0, side);
  }

  private Parameter queryKeyValueBias(String name, int channels) {
    Parameter stored = Parameter.stored(name, Shape.of(3 * channels));
    return switch (version) {
      case V1 -> stored;
      // Keys have none, whatever the file holds: cosines must not depend on one.
      case V2 ->
          new Parameter(
              name + ".without_keys",
              Shape.of(3 * channels),
              new ParameterSource.Concatenated(
                  ImmutableList.of(
                      part(stored, "query", 0, channels),
                      new Parameter(name + ".key", Shape.of(channels), new ParameterSource.Zeros()),
                      part(stored, "value", 2 * channels, channels))));
    };
  }

  private static Parameter part(Parameter stored, String suffix, int begin, int channels) {
    return new Parameter(
        stored.name() + "." + suffix,
        Shape.of(channels),
        new ParameterSource.Rows(stored, begin, channels));
  }

  private Similarity similarity(String name, int channels, int blockHeads) {
    return switch (version) {
      case V1 -> new Similarity.Product(1 / Math.sqrt((double) channels / blockHeads));
      case V2 -> {
        Parameter logarithms = Parameter.stored(name + ".logit_scale", Shape.of(blockHeads, 1, 1));
        yield new Similarity.Cosine(
            new Parameter(
                name + ".factors",
                logarithms.shape(),
                new ParameterSource.Exponential(logarithms, Math.log(MAXIMUM_FACTOR))));
      }
    };
  }

  /** Returns the bias of each relative position: ((2 window - 1)², heads). */
  private Parameter biasTable(String name, int blockHeads) {
    int span = 2 * window - 1;
    Shape shape = Shape.of(span * span, blockHeads);
    return switch (version) {
      case V1 -> Parameter.stored(name + ".relative_position_bias_table", shape);
      case V2 ->
          new Parameter(
              name + ".position_bias_table",
              shape,
              new ParameterSource.ContinuousPositions(
                  Parameter.stored(name + ".relative_coords_table", Shape.of(1, span, span, 2)),
                  Parameter.stored(name + ".cpb_mlp.0.weight", Shape.of(BIAS_CHANNELS, 2)),
                  Parameter.stored(name + ".cpb_mlp.0.bias", Shape.of(BIAS_CHANNELS)),
                  Parameter.stored(
                      name + ".cpb_mlp.2.weight", Shape.of(blockHeads, BIAS_CHANNELS))));
    };
  }

  private Parameter separated(Parameter bias, int windows, int shift) {
    Shape one = bias.shape();
    return new Parameter(
        bias.name() + ".shifted",
        Shape.of(windows * windows, one.size(0), one.size(1), one.size(2)),
        new ParameterSource.ShiftedWindows(bias, windows, window, shift));
  }

  /** Returns four neighbours as one token of twice the channels: (H, W, C) to (H/2, W/2, 2C). */
  private Node merge(GraphBuilder graph, Node map, String name) {
    int odd = map.shape().size(0) % 2;
    Node x = odd == 0 ? map : graph.pad(map, odd, odd, 0);
    int half = x.shape().size(0) / 2;
    int channels = x.shape().size(2);
    x = graph.reshape(x, half, 2, half, 2, channels);
    x = graph.permute(x, 0, 2, 3, 1, 4); // neighbours column by column
    x = graph.reshape(x, half, half, 4 * channels);
    Parameter weight =
        Parameter.stored(name + ".reduction.weight", Shape.of(2 * channels, 4 * channels));
    return switch (version) {
      case V1 ->
          graph.linear(graph.layerNormalization(x, name + ".norm", EPSILON), weight, Bias.none());
      case V2 ->
          graph.layerNormalization(graph.linear(x, weight, Bias.none()), name + ".norm", EPSILON);
    };
  }
}
