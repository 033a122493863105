package org.fe4j.zoo.architecture;

import java.util.OptionalInt;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Window;

/** What transformers over square patches, with a class token in front, have in common. */
final class Patches {
  private Patches() {}

  /**
   * Returns the window that cuts the image into patches.
   *
   * @throws IllegalArgumentException if patches do not fill the image; the message names sizes that
   *     they do fill
   */
  static Window window(ImageInput input, int patch) {
    int size = input.sizePixels();
    if (size % patch != 0) {
      int below = size / patch * patch;
      throw new IllegalArgumentException(
          "the side must be a multiple of %d pixels, such as %s%d"
              .formatted(patch, below == 0 ? "" : below + " or ", below + patch));
    }
    return Window.of(patch).stride(patch);
  }

  /** Returns the side of images with this many patches along it. */
  static OptionalInt pixels(OptionalInt patches, int patch) {
    return patches.isEmpty() ? patches : OptionalInt.of(patches.getAsInt() * patch);
  }

  /**
   * Returns multi-head self-attention with the parameters of PyTorch's {@code MultiheadAttention}:
   * queries, keys and values are the three blocks of one product's outputs.
   */
  static Node selfAttention(GraphBuilder graph, Node x, String name, int heads) {
    int width = x.shape().size(-1);
    Node merged =
        graph.linear(
            x,
            Parameter.stored(name + ".in_proj_weight", Shape.of(3 * width, width)),
            Bias.of(Parameter.stored(name + ".in_proj_bias", Shape.of(3 * width))));
    return graph.linear(attended(graph, merged, heads), name + ".out_proj", width);
  }

  /** Returns multi-head self-attention with the parameters that timm and Meta have. */
  static Node mergedAttention(GraphBuilder graph, Node x, String name, int heads) {
    int width = x.shape().size(-1);
    Node merged = graph.linear(x, name + ".qkv", 3 * width);
    return graph.linear(attended(graph, merged, heads), name + ".proj", width);
  }

  /** Returns the attention of queries, keys and values that stand side by side. */
  private static Node attended(GraphBuilder graph, Node merged, int heads) {
    int width = merged.shape().size(-1) / 3;
    Node query = graph.slice(merged, 1, 0, width);
    Node key = graph.slice(merged, 1, width, 2 * width);
    Node value = graph.slice(merged, 1, 2 * width, 3 * width);
    return graph.attention(query, key, value, heads);
  }

  /** Returns two linear layers with an activation in between, named as in timm. */
  static Node mlp(
      GraphBuilder graph, Node x, String name, int hidden, ActivationFunction activation) {
    Node y = graph.activation(graph.linear(x, name + ".fc1", hidden), activation);
    return graph.linear(y, name + ".fc2", x.shape().size(-1));
  }
}
