package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import java.util.Map;
import java.util.OptionalInt;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.GridResampling;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Shape;

/**
 * The image encoder of SigLIP: a vision transformer without class token, whose patch tokens a
 * learned query attends to (Zhai et al., arXiv 2303.15343; the pooling is that of Lee et al., arXiv
 * 1810.00825). As timm's {@code vision_transformer.py} with {@code global_pool='map'}, which
 * resamples positions for other sizes.
 *
 * @param name ours
 * @param patch side of a patch in pixels
 * @param depth blocks
 * @param width channels of a token; one head for every 64
 * @param positions of the patches
 */
record Siglip(String name, int patch, int depth, int width, PositionEmbedding positions)
    implements Definition {

  /** The base size at 224 pixels. */
  static final ImmutableList<Siglip> VARIANTS =
      ImmutableList.of(
          new Siglip(
              "siglip_b16",
              16,
              12,
              768,
              new PositionEmbedding("pos_embed", 0, 14, GridResampling.ANTIALIASED)));

  private static final double EPSILON = 1e-6;

  /** In OpenCLIP's files the image encoder goes by this prefix. */
  private static final String TRUNK = "visual.trunk.";

  @Override
  public String classifierWeight() {
    return "";
  }

  @Override
  public boolean ignores(String tensor) {
    return tensor.startsWith("text.") || tensor.startsWith("logit_");
  }

  @Override
  public String parameterName(String tensor) {
    return tensor.startsWith(TRUNK) ? tensor.substring(TRUNK.length()) : tensor;
  }

  @Override
  public PositionResizing positionResizing() {
    return PositionResizing.ALWAYS;
  }

  @Override
  public OptionalInt sizePixels(Map<String, Shape> tensors) {
    return Patches.pixels(positions.side(tensors.get(positions.name())), patch);
  }

  @Override
  public Siglip fittedTo(Map<String, Shape> tensors) {
    OptionalInt side = positions.side(tensors.get(positions.name()));
    return side.isEmpty()
        ? this
        : new Siglip(name, patch, depth, width, positions.withStoredSide(side.getAsInt()));
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    Node x = input.normalized(graph); // (3, 224, 224)
    x = graph.convolution(x, "patch_embed.proj", width, Patches.window(input, patch));
    int side = x.shape().size(1);
    x = graph.addParameter(graph.tokens(x), positions.parameter(side, width)); // (196, 768)
    for (int i = 0; i < depth; i++) {
      x = block(graph, x, "blocks." + i);
    }
    x = graph.layerNormalization(x, "norm", EPSILON);
    graph.tap(PENULTIMATE, attentionPooling(graph, x, "attn_pool")); // (768)
    graph.tap(POOLED, graph.mean(x, 0));
  }

  private Node block(GraphBuilder graph, Node x, String name) {
    Node attention = graph.layerNormalization(x, name + ".norm1", EPSILON);
    attention = Patches.mergedAttention(graph, attention, name + ".attn", width / 64);
    Node y = graph.add(x, attention);
    Node normalized = graph.layerNormalization(y, name + ".norm2", EPSILON);
    return graph.add(y, mlp(graph, normalized, name + ".mlp"));
  }

  private Node attentionPooling(GraphBuilder graph, Node tokens, String name) {
    Node query = graph.learnedTokens(name + ".latent", Shape.of(1, 1, width));
    query = graph.linear(query, name + ".q", width);
    Node merged = graph.linear(tokens, name + ".kv", 2 * width);
    Node key = graph.slice(merged, 1, 0, width);
    Node value = graph.slice(merged, 1, width, 2 * width);
    Node x = graph.attention(query, key, value, width / 64);
    x = graph.flatten(graph.linear(x, name + ".proj", width));
    Node normalized = graph.layerNormalization(x, name + ".norm", EPSILON);
    return graph.add(x, mlp(graph, normalized, name + ".mlp"));
  }

  private Node mlp(GraphBuilder graph, Node x, String name) {
    return Patches.mlp(graph, x, name, 4 * width, ActivationFunction.GELU);
  }
}
