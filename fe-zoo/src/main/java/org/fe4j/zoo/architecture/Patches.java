package org.fe4j.zoo.architecture;

import java.util.OptionalInt;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Window;
import org.jspecify.annotations.Nullable;

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

  /**
   * Returns the side of the images that a position embedding was made for: it has one row a patch
   * and one for the class token, behind leading sizes of 1.
   */
  static OptionalInt sizePixels(@Nullable Shape positions, int patch) {
    if (positions == null || positions.rank() < 2) {
      return OptionalInt.empty();
    }
    int patches = positions.size(-2) - 1;
    int side = (int) Math.round(Math.sqrt(patches));
    return side > 0 && side * side == patches ? OptionalInt.of(side * patch) : OptionalInt.empty();
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
    Node query = graph.slice(merged, 1, 0, width);
    Node key = graph.slice(merged, 1, width, 2 * width);
    Node value = graph.slice(merged, 1, 2 * width, 3 * width);
    return graph.linear(graph.attention(query, key, value, heads), name + ".out_proj", width);
  }
}
