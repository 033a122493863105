package org.fe4j.backbone;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
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

  /**
   * Writes this backbone up to a tap, a head and its softmax as one program in an engine's format:
   * it takes what {@link #compile} says and returns float32 (N, classes), probabilities. Nothing of
   * it goes into a cache, but weights that are fetched. By default it is refused: a backbone that
   * is a finished model takes no head.
   *
   * @param target whose tap the head was fitted on
   * @param folder that exists; the compiled file or directory appears in it, complete and on the
   *     disk, under the name that the engine looks for
   * @return the file in the folder; its dimension is the number of classes
   * @throws IOException if weights cannot be fetched or read, or the result cannot be written
   * @throws IllegalArgumentException if it cannot be compiled so, or the head is for features of
   *     another length
   */
  default CompiledBackbone compileClassifier(
      CompilationTarget target, LinearClassifier head, Path folder, ProgressListener progress)
      throws IOException {
    throw new IllegalArgumentException(
        "%s cannot be compiled with a head: it is a finished model, and a classifier needs its graph. Use a backbone of the catalogue or an architecture of your own (docs/how-to/custom-architecture.md)"
            .formatted(name()));
  }
}
