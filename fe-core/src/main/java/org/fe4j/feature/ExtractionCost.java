package org.fe4j.feature;

import com.google.errorprone.annotations.Immutable;
import java.util.OptionalLong;

/**
 * What a backbone cost on this machine, as measured while it extracted features: images were read,
 * decoded, resized and went through the backbone.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param images how many were measured, the first batch left out
 * @param imagesPerSecond end to end, positive
 * @param memoryBytes by how much the process's own memory (Linux's {@code RssAnon}: no mapped
 *     files) was larger at most than before the backbone was loaded, asked after each batch;
 *     nothing where the system does not tell, and on a GPU, whose memory it is not
 */
@Immutable
public record ExtractionCost(int images, double imagesPerSecond, OptionalLong memoryBytes) {

  /**
   * Refuses what was not measured.
   *
   * @throws IllegalArgumentException if there is no image, the rate is not positive and finite, or
   *     memory is negative
   */
  public ExtractionCost {
    if (images < 1 || !(imagesPerSecond > 0 && imagesPerSecond < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%d images at %s a second is no measurement".formatted(images, imagesPerSecond));
    }
    if (memoryBytes.orElse(0) < 0) {
      throw new IllegalArgumentException("Memory of %d bytes".formatted(memoryBytes.getAsLong()));
    }
  }

  /** Returns the time of an image in milliseconds. */
  public double millisecondsPerImage() {
    return 1000 / imagesPerSecond;
  }
}
