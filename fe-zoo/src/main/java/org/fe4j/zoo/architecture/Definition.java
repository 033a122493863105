package org.fe4j.zoo.architecture;

import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;

/** What the families of this package share: a graph written down, with errors that name it. */
interface Definition extends Architecture {

  /** The input of the classifier's last linear layer. */
  String PENULTIMATE = "penultimate";

  /** The mean over positions of the trunk's last map or, for token models, the class token. */
  String POOLED = "pooled";

  /** The outputs of the classifier. */
  String LOGITS = "logits";

  /** CLIP's image embedding before its projection. */
  String PRE_PROJECTION = "pre_projection";

  /** The mean of DINOv2's patch tokens. */
  String PATCH_MEAN = "patch_mean";

  /** DINOv2's class token and the mean of its patch tokens, concatenated. */
  String CLASS_AND_PATCH_MEAN = "class_and_patch_mean";

  /** PyTorch's default epsilon of batch normalisation. */
  double BATCH_NORM_EPSILON = 1e-5;

  /** Writes the forward pass down and names its taps. */
  void define(GraphBuilder graph, ImageInput input, int classCount);

  @Override
  default Graph build(ImageInput input, int classCount) {
    if (!classifierWeight().isEmpty() && classCount < 1) {
      throw new IllegalArgumentException(
          name() + " needs at least one class, but found " + classCount);
    }
    GraphBuilder graph = new GraphBuilder();
    try {
      define(graph, input, classCount);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s does not work at %d x %d pixels: %s"
              .formatted(name(), input.sizePixels(), input.sizePixels(), e.getMessage()),
          e);
    }
    return graph.build();
  }
}
