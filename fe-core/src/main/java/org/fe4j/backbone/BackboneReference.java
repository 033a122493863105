package org.fe4j.backbone;

import com.google.errorprone.annotations.Immutable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a backbone is found again: what a report keeps so that it can be reproduced.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param name for {@link Backbones#named(String)}
 * @param weights a weight file on this machine in place of the published one
 * @param inputPixels side of the square input where it is not the published one
 */
@SuppressWarnings("Immutable") // A Path is.
@Immutable
public record BackboneReference(String name, Optional<Path> weights, OptionalInt inputPixels) {

  /**
   * Returns the backbone.
   *
   * @throws IllegalArgumentException if nobody knows the name, or it does not work at this size
   */
  public Backbone resolve() {
    Backbone backbone =
        weights.isPresent() ? Backbones.named(name, weights.get()) : Backbones.named(name);
    return inputPixels.isPresent() ? backbone.withInputSize(inputPixels.getAsInt()) : backbone;
  }
}
