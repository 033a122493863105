package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;

/**
 * The images that a graph is built for.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param sizePixels side of the square, at least 1
 * @param mean of the normalisation, for red, green, blue
 * @param deviation of the normalisation, for red, green, blue
 */
public record ImageInput(
    int sizePixels, ImmutableList<Double> mean, ImmutableList<Double> deviation) {

  private static final ImmutableList<Double> IMAGENET_MEAN = ImmutableList.of(0.485, 0.456, 0.406);
  private static final ImmutableList<Double> IMAGENET_DEVIATION =
      ImmutableList.of(0.229, 0.224, 0.225);

  /** Refuses sizes under 1. */
  public ImageInput {
    if (sizePixels < 1) {
      throw new IllegalArgumentException(
          "Images need at least 1 pixel a side, but found " + sizePixels);
    }
  }

  /** Returns the images as the graph's first value: normalised, (3, size, size). */
  public Node normalized(GraphBuilder graph) {
    return graph.image(sizePixels, sizePixels, mean, deviation);
  }

  /**
   * Returns the images as weights ported from TensorFlow take them, (3, size, size): {@link
   * #normalized}, undone with ImageNet's mean and deviation, and normalised with 0.5 and 0.5.
   * torchvision calls it {@code transform_input} and does it whenever published weights are loaded.
   * It is {@code x * (d / 0.5) + (m - 0.5) / 0.5}, so another mean and deviation of the same
   * pixels.
   */
  Node transformed(GraphBuilder graph) {
    ImmutableList.Builder<Double> means = ImmutableList.builder();
    ImmutableList.Builder<Double> deviations = ImmutableList.builder();
    for (int channel = 0; channel < 3; channel++) {
      double ratio = deviation.get(channel) / IMAGENET_DEVIATION.get(channel);
      means.add(mean.get(channel) + (0.5 - IMAGENET_MEAN.get(channel)) * ratio);
      deviations.add(0.5 * ratio);
    }
    return graph.image(sizePixels, sizePixels, means.build(), deviations.build());
  }
}
