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
 * Vision transformer: patches as tokens, a class token in front, pre-norm blocks (Dosovitskiy et
 * al., arXiv 2010.11929). As torchvision's {@code vision_transformer.py}.
 *
 * @param name torchvision's
 * @param patch side of a patch in pixels
 * @param depth blocks
 * @param heads of the attention
 * @param width channels of a token
 * @param mlpWidth channels inside the MLP
 * @param positions of the class token and the patches
 */
record VisionTransformer(
    String name,
    int patch,
    int depth,
    int heads,
    int width,
    int mlpWidth,
    PositionEmbedding positions)
    implements Definition {

  /** The paper's Base, Large and Huge. */
  static final ImmutableList<VisionTransformer> VARIANTS =
      ImmutableList.of(
          of("vit_b_16", 16, 12, 12, 768, 3072),
          of("vit_b_32", 32, 12, 12, 768, 3072),
          of("vit_l_16", 16, 24, 16, 1024, 4096),
          of("vit_l_32", 32, 24, 16, 1024, 4096),
          of("vit_h_14", 14, 32, 16, 1280, 5120));

  private static final double EPSILON = 1e-6; // torchvision; PyTorch's default is 1e-5

  private static VisionTransformer of(
      String name, int patch, int depth, int heads, int width, int mlpWidth) {
    PositionEmbedding positions =
        new PositionEmbedding("encoder.pos_embedding", 1, 0, GridResampling.CORNERS_ALIGNED);
    return new VisionTransformer(name, patch, depth, heads, width, mlpWidth, positions);
  }

  @Override
  public String classifierWeight() {
    return "heads.head.weight";
  }

  @Override
  public OptionalInt sizePixels(Map<String, Shape> tensors) {
    return Patches.pixels(positions.side(tensors.get(positions.name())), patch);
  }

  /** torchvision's {@code interpolate_embeddings} does it for those who call it. */
  @Override
  public PositionResizing positionResizing() {
    return PositionResizing.ON_REQUEST;
  }

  @Override
  public VisionTransformer fittedTo(Map<String, Shape> tensors) {
    OptionalInt side = positions.side(tensors.get(positions.name()));
    return side.isEmpty()
        ? this
        : new VisionTransformer(
            name, patch, depth, heads, width, mlpWidth, positions.withStoredSide(side.getAsInt()));
  }

  @Override
  public String parameterName(String tensor) {
    // torchvision's published files are older than its MLP module and are renamed when loaded.
    return tensor.replace(".mlp.linear_1.", ".mlp.0.").replace(".mlp.linear_2.", ".mlp.3.");
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    Node x = input.normalized(graph); // (3, 224, 224)
    x = graph.convolution(x, "conv_proj", width, Patches.window(input, patch));
    int side = x.shape().size(1);
    x = graph.prependTokens(graph.tokens(x), "class_token", Shape.of(1, 1, width)); // (197, 768)
    x = graph.addParameter(x, positions.parameter(side, width));
    for (int i = 0; i < depth; i++) {
      x = block(graph, x, "encoder.layers.encoder_layer_" + i);
    }
    x = graph.layerNormalization(x, "encoder.ln", EPSILON);
    Node classToken = graph.token(x, 0); // (768)
    graph.tap(PENULTIMATE, classToken);
    graph.tap(POOLED, classToken);
    graph.tap(LOGITS, graph.linear(classToken, "heads.head", classCount));
  }

  private Node block(GraphBuilder graph, Node x, String name) {
    Node attention = graph.layerNormalization(x, name + ".ln_1", EPSILON);
    attention = Patches.selfAttention(graph, attention, name + ".self_attention", heads);
    Node y = graph.add(attention, x);
    Node mlp = graph.layerNormalization(y, name + ".ln_2", EPSILON);
    mlp = graph.linear(mlp, name + ".mlp.0", mlpWidth);
    mlp = graph.activation(mlp, ActivationFunction.GELU);
    mlp = graph.linear(mlp, name + ".mlp.3", width);
    return graph.add(y, mlp);
  }
}
