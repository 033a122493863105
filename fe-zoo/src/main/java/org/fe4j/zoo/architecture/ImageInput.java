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
}
