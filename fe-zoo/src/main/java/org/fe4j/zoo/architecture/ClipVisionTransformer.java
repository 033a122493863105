package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import java.util.Map;
import java.util.OptionalInt;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.ParameterSource;
import org.fe4j.zoo.graph.Shape;

/**
 * The image encoder of CLIP as a vision transformer: a layer normalisation before the first block,
 * QuickGELU, and a projection of the class token into the space shared with texts (Radford et al.,
 * arXiv 2103.00020). As OpenAI's {@code clip/model.py}, {@code VisionTransformer}.
 *
 * @param name ours
 * @param patch side of a patch in pixels
 * @param depth blocks
 * @param width channels of a token; one head for every 64
 * @param dimension of the projected embedding
 */
record ClipVisionTransformer(String name, int patch, int depth, int width, int dimension)
    implements Definition {

  /** The published sizes; the last two differ in the size of their images only. */
  static final ImmutableList<ClipVisionTransformer> VARIANTS =
      ImmutableList.of(
          new ClipVisionTransformer("clip_vit_b32", 32, 12, 768, 512),
          new ClipVisionTransformer("clip_vit_b16", 16, 12, 768, 512),
          new ClipVisionTransformer("clip_vit_l14", 14, 24, 1024, 768),
          new ClipVisionTransformer("clip_vit_l14_336", 14, 24, 1024, 768));

  private static final double EPSILON = 1e-5;

  private static final String POSITIONS = "visual.positional_embedding";

  @Override
  public String classifierWeight() {
    return "";
  }

  @Override
  public boolean ignores(String tensor) {
    return ClipText.owns(tensor);
  }

  @Override
  public PositionResizing positionResizing() {
    return PositionResizing.REFUSED;
  }

  @Override
  public OptionalInt sizePixels(Map<String, Shape> tensors) {
    return Patches.pixels(PositionEmbedding.side(tensors.get(POSITIONS), 1), patch);
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    Node x = input.normalized(graph); // (3, 224, 224)
    x =
        graph.convolutionWithoutBias(
            x, "visual.conv1", width, Patches.window(input, patch)); // (768, 7, 7)
    x = graph.prependTokens(graph.tokens(x), "visual.class_embedding", Shape.of(width));
    x = graph.addParameter(x, POSITIONS, Shape.of(x.shape().size(0), width)); // (50, 768)
    x = graph.layerNormalization(x, "visual.ln_pre", EPSILON);
    for (int i = 0; i < depth; i++) {
      x = block(graph, x, "visual.transformer.resblocks." + i);
    }
    Node classToken = graph.layerNormalization(graph.token(x, 0), "visual.ln_post", EPSILON);
    graph.tap(PENULTIMATE, graph.linear(classToken, projection(), Bias.none())); // (512)
    graph.tap(POOLED, classToken);
    graph.tap(PRE_PROJECTION, classToken); // (768)
  }

  private Node block(GraphBuilder graph, Node x, String name) {
    Node attention = graph.layerNormalization(x, name + ".ln_1", EPSILON);
    attention = Patches.selfAttention(graph, attention, name + ".attn", width / 64);
    Node y = graph.add(x, attention);
    Node mlp = graph.layerNormalization(y, name + ".ln_2", EPSILON);
    mlp = graph.linear(mlp, name + ".mlp.c_fc", 4 * width);
    mlp = graph.activation(mlp, ActivationFunction.QUICK_GELU);
    mlp = graph.linear(mlp, name + ".mlp.c_proj", width);
    return graph.add(y, mlp);
  }

  /** Returns the projection, which OpenAI's file holds as (in, out). */
  private Parameter projection() {
    Parameter stored = Parameter.stored("visual.proj", Shape.of(width, dimension));
    return new Parameter(
        "visual.proj.transposed",
        Shape.of(dimension, width),
        new ParameterSource.Transposed(stored));
  }
}
