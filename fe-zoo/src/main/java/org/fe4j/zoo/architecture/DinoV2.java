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
 * DINOv2: vision transformers with layer scale, trained without labels (Oquab et al., arXiv
 * 2304.07193), some with registers, tokens for what has no place in the image (Darcet et al., arXiv
 * 2309.16588). As Meta's {@code dinov2/models/vision_transformer.py} and, for files in its layout,
 * timm's {@code vision_transformer.py}.
 *
 * <p>Published files hold positions for 518 pixels; for other multiples of 14 pixels they are
 * resampled as the implementation does that the file belongs to. Taps: the class token (default),
 * the mean of the patch tokens, and both.
 *
 * @param name Meta's, as in its hub
 * @param width channels of a token; one head for every 64
 * @param depth blocks
 * @param mlp what follows attention
 * @param registers how many
 * @param positions of the patches and, where it has a row for it, of the class token
 */
record DinoV2(
    String name, int width, int depth, Mlp mlp, int registers, PositionEmbedding positions)
    implements Definition {

  /** The published sizes. */
  static final ImmutableList<DinoV2> VARIANTS =
      ImmutableList.of(
          of("dinov2_vits14", 384, 12, Mlp.GELU, 0),
          of("dinov2_vitb14", 768, 12, Mlp.GELU, 0),
          of("dinov2_vitl14", 1024, 24, Mlp.GELU, 0),
          of("dinov2_vitg14", 1536, 40, Mlp.SWIGLU, 0),
          of("dinov2_vits14_reg", 384, 12, Mlp.GELU, 4),
          of("dinov2_vitb14_reg", 768, 12, Mlp.GELU, 4),
          of("dinov2_vitl14_reg", 1024, 24, Mlp.GELU, 4),
          of("dinov2_vitg14_reg", 1536, 40, Mlp.SWIGLU, 4));

  private static final double EPSILON = 1e-6;
  private static final int PATCH = 14;
  private static final int PUBLISHED_SIDE = 37; // 518 pixels

  /** Meta's files hold this one, which training needs. */
  private static final String MASK_TOKEN = "mask_token";

  private static final String POSITIONS = "pos_embed";

  /** What follows attention in a block. */
  enum Mlp {
    /** Two linear layers with GELU in between, four times as wide. */
    GELU,
    /** One half gates the other (Shazeer, arXiv 2002.05202), 8/3 as wide. */
    SWIGLU
  }

  private static DinoV2 of(String name, int width, int depth, Mlp mlp, int registers) {
    return new DinoV2(name, width, depth, mlp, registers, published(registers, PUBLISHED_SIDE));
  }

  /** Meta's layout: the class token has a position too. */
  private static PositionEmbedding published(int registers, int side) {
    GridResampling resampling = registers > 0 ? GridResampling.ANTIALIASED : GridResampling.OFFSET;
    return new PositionEmbedding(POSITIONS, 1, side, resampling);
  }

  @Override
  public String classifierWeight() {
    return "";
  }

  @Override
  public boolean ignores(String tensor) {
    return tensor.equals(MASK_TOKEN);
  }

  @Override
  public String parameterName(String tensor) {
    // Meta's names for what timm calls by its own.
    return tensor
        .replace("register_tokens", "reg_token")
        .replace(".mlp.w12.", ".mlp.fc1.")
        .replace(".mlp.w3.", ".mlp.fc2.");
  }

  @Override
  public PositionResizing positionResizing() {
    return PositionResizing.ALWAYS;
  }

  @Override
  public OptionalInt sizePixels(Map<String, Shape> tensors) {
    return Patches.pixels(fittedTo(tensors).positions.side(tensors.get(POSITIONS)), PATCH);
  }

  @Override
  public DinoV2 fittedTo(Map<String, Shape> tensors) {
    // timm's files with registers have no position for the class token.
    PositionEmbedding patchesOnly =
        new PositionEmbedding(POSITIONS, 0, 0, GridResampling.ANTIALIASED);
    OptionalInt side = patchesOnly.side(tensors.get(POSITIONS));
    PositionEmbedding fitted = patchesOnly;
    if (side.isEmpty()) {
      fitted = published(registers, 0);
      side = fitted.side(tensors.get(POSITIONS));
      if (!tensors.containsKey(MASK_TOKEN)) {
        fitted = new PositionEmbedding(POSITIONS, 1, 0, GridResampling.ANTIALIASED);
      }
    }
    return side.isEmpty()
        ? this
        : new DinoV2(name, width, depth, mlp, registers, fitted.withStoredSide(side.getAsInt()));
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    Node x = input.normalized(graph); // (3, 224, 224)
    x = graph.convolution(x, "patch_embed.proj", width, Patches.window(input, PATCH));
    int side = x.shape().size(1);
    x = embedded(graph, graph.tokens(x), side); // (257, 384)
    for (int i = 0; i < depth; i++) {
      x = block(graph, x, "blocks." + i);
    }
    x = graph.layerNormalization(x, "norm", EPSILON);
    Node classToken = graph.token(x, 0);
    Node patches = graph.slice(x, 0, 1 + registers, x.shape().size(0));
    Node patchMean = graph.mean(patches, 0);
    graph.tap(PENULTIMATE, classToken);
    graph.tap(POOLED, classToken);
    graph.tap(PATCH_MEAN, patchMean);
    graph.tap(CLASS_AND_PATCH_MEAN, graph.concatenate(0, classToken, patchMean));
  }

  /** Returns class token, registers and patches in this order, with their positions. */
  private Node embedded(GraphBuilder graph, Node patches, int side) {
    Shape token = Shape.of(1, 1, width);
    Node x = patches;
    if (positions.leadingRows() == 0) {
      x = graph.addParameter(x, positions.parameter(side, width));
      x = registers > 0 ? graph.concatenate(0, registerTokens(graph), x) : x;
      return graph.prependTokens(x, "cls_token", token);
    }
    x = graph.prependTokens(x, "cls_token", token);
    x = graph.addParameter(x, positions.parameter(side, width));
    if (registers == 0) {
      return x;
    }
    Node classToken = graph.slice(x, 0, 0, 1);
    Node rest = graph.slice(x, 0, 1, x.shape().size(0));
    return graph.concatenate(0, classToken, registerTokens(graph), rest);
  }

  private Node registerTokens(GraphBuilder graph) {
    return graph.learnedTokens("reg_token", Shape.of(1, registers, width));
  }

  private Node block(GraphBuilder graph, Node x, String name) {
    Node attention = graph.layerNormalization(x, name + ".norm1", EPSILON);
    attention = Patches.mergedAttention(graph, attention, name + ".attn", width / 64);
    Node y = graph.add(x, scaled(graph, attention, name + ".ls1"));
    Node changed = graph.layerNormalization(y, name + ".norm2", EPSILON);
    changed =
        switch (mlp) {
          case GELU ->
              Patches.mlp(graph, changed, name + ".mlp", 4 * width, ActivationFunction.GELU);
          case SWIGLU -> gated(graph, changed, name + ".mlp");
        };
    return graph.add(y, scaled(graph, changed, name + ".ls2"));
  }

  private Node scaled(GraphBuilder graph, Node x, String name) {
    return graph.scale(x, name + ".gamma", Shape.of(width), -1);
  }

  private Node gated(GraphBuilder graph, Node x, String name) {
    int hidden = (width * 8 / 3 + 7) / 8 * 8; // rounded up to a multiple of 8
    Node both = graph.linear(x, name + ".fc1", 2 * hidden);
    Node gate = graph.activation(graph.slice(both, 1, 0, hidden), ActivationFunction.SILU);
    Node value = graph.slice(both, 1, hidden, 2 * hidden);
    return graph.linear(graph.multiply(gate, value), name + ".fc2", width);
  }
}
