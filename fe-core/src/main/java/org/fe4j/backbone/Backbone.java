package org.fe4j.backbone;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.Optional;
import org.fe4j.image.Preprocessing;
import org.fe4j.progress.ProgressListener;

/**
 * A frozen, pre-trained network as a description: architecture, weights, preprocessing, taps. Holds
 * nothing native and need not be closed. An implementation is immutable and safe for use by
 * multiple threads; only {@link #compile} may touch files or the network.
 */
public interface Backbone {

  /** Returns the full name, {@code architecture.weights}: {@code resnet50.imagenet1k_v2}. */
  String name();

  /** Returns what it is made of. */
  BackboneKind kind();

  /** Returns what is published about it, for comparisons; by default nothing. */
  default BackboneFacts facts() {
    return BackboneFacts.UNKNOWN;
  }

  /**
   * Returns how it is found again, by name; by default it is not. Reports keep it, so that they can
   * be reproduced.
   */
  default Optional<BackboneReference> reference() {
    return Optional.empty();
  }

  /** Returns what happens to a picture before this backbone sees it. */
  Preprocessing preprocessing();

  /** Returns the taps that it has, the default one first. */
  ImmutableList<FeatureTap> taps();

  /**
   * Returns the length of a feature.
   *
   * @throws IllegalArgumentException if there is no such tap; the message names those there are
   */
  int dimension(FeatureTap tap);

  /**
   * Returns this backbone for square images of another size; pictures are resized in proportion
   * before the crop. Features of another size are other features: weights were trained for one.
   *
   * @param sizePixels side of the square that the backbone sees
   * @throws IllegalArgumentException if it does not work at this size; the message says which sizes
   *     work
   */
  default Backbone withInputSize(int sizePixels) {
    int own = preprocessing().cropPixels();
    if (sizePixels != own) {
      throw new IllegalArgumentException(
          "%s works at %d x %d pixels only, not at %d".formatted(name(), own, own, sizePixels));
    }
    return this;
  }

  /**
   * Returns this backbone without a network: what is not on this machine is an error when it is
   * compiled. A backbone that never uses the network, as by default, is returned as it is.
   */
  default Backbone offline() {
    return this;
  }

  /**
   * Returns this backbone in an engine's format, from a cache where it was compiled before; fetches
   * the weights where that is needed. Safe when other threads or processes do the same.
   *
   * @throws IOException if weights cannot be fetched or read, or the result cannot be written
   * @throws IllegalArgumentException if it cannot be compiled for this target
   */
  CompiledBackbone compile(CompilationTarget target, ProgressListener progress) throws IOException;
}
