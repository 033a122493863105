package org.fe4j.zoo.graph;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a graph down, one call an operation. A name is the prefix of the parameters in the
 * checkpoint: {@code convolution(x, "layer1.0.conv1", …)} reads {@code layer1.0.conv1.weight}.
 * Input channels follow from the input.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
public final class GraphBuilder {
  private final Map<String, Node> taps = new LinkedHashMap<>();

  /** Returns the images, normalised: bytes (height, width, 3) to floats (3, height, width). */
  public Node image(int height, int width, List<Double> mean, List<Double> deviation) {
    Node pixels = node(new Op.Pixels(height, width));
    Op normalize =
        new Op.NormalizePixels(ImmutableList.copyOf(mean), ImmutableList.copyOf(deviation));
    return node(normalize, pixels);
  }

  /** Returns a convolution with bias. */
  public Node convolution(Node x, String name, int channels, Window window) {
    Bias bias = Bias.of(Parameter.stored(name + ".bias", Shape.of(channels)));
    return convolution(x, name, channels, window, 1, bias);
  }

  /** Returns a convolution without bias. */
  public Node convolutionWithoutBias(Node x, String name, int channels, Window window) {
    return convolution(x, name, channels, window, 1, Bias.none());
  }

  /** Returns a convolution with bias of each channel by itself. */
  public Node depthwiseConvolution(Node x, String name, Window window) {
    int channels = x.shape().size(0);
    Bias bias = Bias.of(Parameter.stored(name + ".bias", Shape.of(channels)));
    return convolution(x, name, channels, window, channels, bias);
  }

  /** Returns a grouped convolution without bias; as many groups as channels make it depthwise. */
  public Node groupedConvolutionWithoutBias(
      Node x, String name, int channels, Window window, int groups) {
    return convolution(x, name, channels, window, groups, Bias.none());
  }

  /** Returns a convolution; its weight is {@code name.weight}. */
  public Node convolution(Node x, String name, int channels, Window window, int groups, Bias bias) {
    Shape shape =
        Shape.of(channels, x.shape().size(0) / groups, window.kernelHeight(), window.kernelWidth());
    Parameter weight = Parameter.stored(name + ".weight", shape);
    return node(new Op.Convolution(weight, bias, window, groups), x);
  }

  /** Returns a batch normalisation with stored statistics. */
  public Node batchNormalization(Node x, String name, double epsilon) {
    Shape channels = Shape.of(x.shape().size(0));
    Op op =
        new Op.BatchNormalization(
            Parameter.stored(name + ".weight", channels),
            Parameter.stored(name + ".bias", channels),
            Parameter.stored(name + ".running_mean", channels),
            Parameter.stored(name + ".running_var", channels),
            epsilon);
    return node(op, x);
  }

  /** Returns a layer normalisation over the last axis. */
  public Node layerNormalization(Node x, String name, double epsilon) {
    Shape channels = Shape.of(x.shape().size(-1));
    Op op =
        new Op.LayerNormalization(
            Parameter.stored(name + ".weight", channels),
            Parameter.stored(name + ".bias", channels),
            epsilon);
    return node(op, x);
  }

  /**
   * Returns a global response normalisation of a map; its parameters {@code name.gamma} and {@code
   * name.beta} are (1, 1, 1, C), as in the checkpoints of ConvNeXt V2.
   */
  public Node globalResponseNormalization(Node x, String name, double epsilon) {
    Shape channels = Shape.of(1, 1, 1, x.shape().size(0));
    Op op =
        new Op.GlobalResponseNormalization(
            Parameter.stored(name + ".gamma", channels),
            Parameter.stored(name + ".beta", channels),
            epsilon);
    return node(op, x);
  }

  /** Returns a linear layer with bias. */
  public Node linear(Node x, String name, int outputs) {
    Parameter weight = Parameter.stored(name + ".weight", Shape.of(outputs, x.shape().size(-1)));
    Bias bias = Bias.of(Parameter.stored(name + ".bias", Shape.of(outputs)));
    return node(new Op.Linear(weight, bias), x);
  }

  /** Returns a linear layer with these parameters. */
  public Node linear(Node x, Parameter weight, Bias bias) {
    return node(new Op.Linear(weight, bias), x);
  }

  /** Returns rows along the last axis, divided by their norm. */
  public Node l2Normalization(Node x) {
    return node(new Op.L2Normalization(), x);
  }

  /** Returns the probabilities of logits along the last axis. */
  public Node softmax(Node x) {
    return node(new Op.Softmax(), x);
  }

  /** Returns the function of each element. */
  public Node activation(Node x, ActivationFunction function) {
    return node(new Op.Activation(function), x);
  }

  /** Returns {@code max(x, 0)}. */
  public Node relu(Node x) {
    return activation(x, ActivationFunction.RELU);
  }

  /** Returns the maximum over windows. */
  public Node maxPooling(Node x, Window window) {
    return node(new Op.MaxPooling(window), x);
  }

  /** Returns the mean over windows. */
  public Node averagePooling(Node x, Window window) {
    return node(new Op.AveragePooling(window), x);
  }

  /** Returns the mean over a grid of windows. */
  public Node adaptiveAveragePooling(Node x, int height, int width) {
    return node(new Op.AdaptiveAveragePooling(height, width), x);
  }

  /** Returns the mean over all positions of a map: (C, H, W) to (C). */
  public Node spatialMean(Node x) {
    return mean(x, 1, 2);
  }

  /** Returns the mean over axes, which disappear. */
  public Node mean(Node x, Integer... axes) {
    return node(new Op.Mean(ImmutableList.copyOf(axes)), x);
  }

  /** Returns {@code a + b}. */
  public Node add(Node a, Node b) {
    return node(new Op.Add(), a, b);
  }

  /** Returns {@code a * b}; sizes of 1 in the second hold for all elements along their axis. */
  public Node multiply(Node a, Node b) {
    return node(new Op.Multiply(), a, b);
  }

  /**
   * Returns {@code x} with each index along an axis scaled by its own factor, from a parameter of
   * this name and shape.
   */
  public Node scale(Node x, String name, Shape shape, int axis) {
    return node(new Op.Scale(Parameter.stored(name, shape), axis), x);
  }

  /** Returns {@code x + parameter}, the same for every image. */
  public Node addParameter(Node x, String name, Shape shape) {
    return addParameter(x, Parameter.stored(name, shape));
  }

  /** Returns {@code x + parameter}, the same for every image. */
  public Node addParameter(Node x, Parameter parameter) {
    return node(new Op.AddParameter(parameter), x);
  }

  /** Returns the inputs one after another along an axis. */
  public Node concatenate(int axis, Node... inputs) {
    return node(new Op.Concatenate(axis), inputs);
  }

  /** Returns (T, C) with stored tokens in front, {@code shape} being theirs: (T + n, C). */
  public Node prependTokens(Node x, String name, Shape shape) {
    return concatenate(0, learnedTokens(name, shape), x);
  }

  /** Returns stored tokens, the same for every image; the last axis of the shape is C: (n, C). */
  public Node learnedTokens(String name, Shape shape) {
    int channels = shape.size(-1);
    Shape tokens = Shape.of(Math.toIntExact(shape.elements() / channels), channels);
    return node(new Op.Learned(Parameter.stored(name, shape), tokens));
  }

  /** Returns the elements from {@code begin} to before {@code end} along an axis. */
  public Node slice(Node x, int axis, int begin, int end) {
    return node(new Op.Slice(axis, begin, end), x);
  }

  /** Returns one token of (T, C): (C). */
  public Node token(Node x, int index) {
    return reshape(slice(x, 0, index, index + 1), x.shape().size(1));
  }

  /** Returns the same elements with other sizes. */
  public Node reshape(Node x, Integer... sizes) {
    return node(new Op.Reshape(Shape.of(sizes)), x);
  }

  /** Returns all elements in one row, as before a classifier. */
  public Node flatten(Node x) {
    return reshape(x, Math.toIntExact(x.shape().elements()));
  }

  /** Returns the axes in another order. */
  public Node permute(Node x, Integer... axes) {
    return node(new Op.Permute(ImmutableList.copyOf(axes)), x);
  }

  /** Returns a map's positions as tokens, row by row: (C, H, W) to (H * W, C). */
  public Node tokens(Node x) {
    Shape shape = x.shape();
    return permute(reshape(x, shape.size(0), shape.size(1) * shape.size(2)), 1, 0);
  }

  /** Returns zeros behind the last element of each axis, a count for each. */
  public Node pad(Node x, Integer... counts) {
    return node(new Op.Pad(ImmutableList.copyOf(counts)), x);
  }

  /** Returns the cyclic shift along axes: element {@code i} goes to {@code i + shift}. */
  public Node roll(Node x, int shift, Integer... axes) {
    return node(new Op.Roll(ImmutableList.copyOf(axes), shift), x);
  }

  /** Returns the scaled dot-product attention of queries over keys and values, without bias. */
  public Node attention(Node query, Node key, Node value, int heads) {
    double width = (double) query.shape().size(-1) / heads;
    Similarity similarity = new Similarity.Product(1 / Math.sqrt(width));
    return attention(query, key, value, heads, similarity, Bias.none());
  }

  /** Returns the attention of queries over keys and values. */
  public Node attention(
      Node query, Node key, Node value, int heads, Similarity similarity, Bias bias) {
    return node(new Op.Attention(heads, similarity, bias), query, key, value);
  }

  /**
   * Names a value as an output; the first one named is the default tap.
   *
   * @throws IllegalStateException if the name is taken
   */
  public void tap(String name, Node value) {
    if (taps.putIfAbsent(name, value) != null) {
      throw new IllegalStateException("The tap \"" + name + "\" is there already");
    }
  }

  /** Returns the graph of the taps named so far. */
  public Graph build() {
    return Graph.of(taps);
  }

  /** Returns the value of any operation. */
  public Node node(Op op, Node... inputs) {
    return Node.of(op, ImmutableList.copyOf(inputs));
  }
}
