package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import java.util.Map;
import java.util.OptionalInt;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Window;

/**
 * The image encoder of CLIP as a ResNet: three 3x3 convolutions as stem, strides as average
 * poolings (so that they do not alias), and attention of the mean over all positions instead of a
 * mean (Radford et al., arXiv 2103.00020). As OpenAI's {@code clip/model.py}, {@code
 * ModifiedResNet}.
 *
 * @param name ours
 * @param depths blocks in each of the four stages
 * @param width channels of the stem
 * @param dimension of the projected embedding
 */
record ClipResNet(String name, ImmutableList<Integer> depths, int width, int dimension)
    implements Definition {

  /** The published sizes; x4, x16 and x64 are computation relative to ResNet-50. */
  static final ImmutableList<ClipResNet> VARIANTS =
      ImmutableList.of(
          new ClipResNet("clip_rn50", ImmutableList.of(3, 4, 6, 3), 64, 1024),
          new ClipResNet("clip_rn101", ImmutableList.of(3, 4, 23, 3), 64, 512),
          new ClipResNet("clip_rn50x4", ImmutableList.of(4, 6, 10, 6), 80, 640),
          new ClipResNet("clip_rn50x16", ImmutableList.of(6, 8, 18, 8), 96, 768),
          new ClipResNet("clip_rn50x64", ImmutableList.of(3, 15, 36, 10), 128, 1024));

  private static final int EXPANSION = 4;
  private static final int REDUCTION = 32; // stem 4, stages 8: pixels of the image to one position

  private static final String POSITIONS = "visual.attnpool.positional_embedding";

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
    return Patches.pixels(PositionEmbedding.side(tensors.get(POSITIONS), 1), REDUCTION);
  }

  @Override
  public void define(GraphBuilder graph, ImageInput input, int classCount) {
    Node x = stem(graph, input.normalized(graph)); // (64, 56, 56)
    for (int stage = 0; stage < depths.size(); stage++) {
      for (int i = 0; i < depths.get(stage); i++) {
        int stride = stage > 0 && i == 0 ? 2 : 1;
        String name = "visual.layer%d.%d".formatted(stage + 1, i);
        x = bottleneck(graph, x, name, width << stage, stride);
      }
    }
    Node attended = attentionPooling(graph, x); // (2048)
    graph.tap(PENULTIMATE, graph.linear(attended, "visual.attnpool.c_proj", dimension));
    graph.tap(POOLED, graph.spatialMean(x));
    graph.tap(PRE_PROJECTION, attended);
  }

  private Node stem(GraphBuilder graph, Node image) {
    Window window = Window.of(3).padding(1);
    Node x = convolution(graph, image, "visual.", 1, width / 2, window.stride(2));
    x = convolution(graph, x, "visual.", 2, width / 2, window);
    x = convolution(graph, x, "visual.", 3, width, window);
    return graph.averagePooling(x, Window.of(2).stride(2));
  }

  private static Node bottleneck(
      GraphBuilder graph, Node input, String name, int planes, int stride) {
    Node x = convolution(graph, input, name + ".", 1, planes, Window.of(1));
    x = convolution(graph, x, name + ".", 2, planes, Window.of(3).padding(1));
    x = shrink(graph, x, stride);
    int channels = planes * EXPANSION;
    x = graph.convolutionWithoutBias(x, name + ".conv3", channels, Window.of(1));
    x = graph.batchNormalization(x, name + ".bn3", BATCH_NORM_EPSILON);
    Node shortcut = input;
    if (stride > 1 || input.shape().size(0) != channels) {
      shortcut = shrink(graph, input, stride);
      shortcut =
          graph.convolutionWithoutBias(shortcut, name + ".downsample.0", channels, Window.of(1));
      shortcut = graph.batchNormalization(shortcut, name + ".downsample.1", BATCH_NORM_EPSILON);
    }
    return graph.relu(graph.add(x, shortcut));
  }

  private static Node convolution(
      GraphBuilder graph, Node x, String prefix, int number, int channels, Window window) {
    Node y = graph.convolutionWithoutBias(x, prefix + "conv" + number, channels, window);
    return graph.relu(graph.batchNormalization(y, prefix + "bn" + number, BATCH_NORM_EPSILON));
  }

  private static Node shrink(GraphBuilder graph, Node x, int stride) {
    return stride == 1 ? x : graph.averagePooling(x, Window.of(stride).stride(stride));
  }

  /** Returns what the mean over positions attends to among itself and all positions. */
  private static Node attentionPooling(GraphBuilder graph, Node map) {
    String name = "visual.attnpool";
    int channels = map.shape().size(0); // 2048
    Node mean = graph.reshape(graph.spatialMean(map), 1, channels);
    Node x = graph.concatenate(0, mean, graph.tokens(map)); // (50, 2048)
    x = graph.addParameter(x, POSITIONS, x.shape());
    Node query = graph.linear(graph.slice(x, 0, 0, 1), name + ".q_proj", channels);
    Node key = graph.linear(x, name + ".k_proj", channels);
    Node value = graph.linear(x, name + ".v_proj", channels);
    return graph.flatten(graph.attention(query, key, value, channels / 64)); // one head for 64
  }
}
