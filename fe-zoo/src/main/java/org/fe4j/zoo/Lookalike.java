package org.fe4j.zoo;

import java.util.Optional;
import org.fe4j.image.Preprocessing;
import org.fe4j.zoo.architecture.Architecture;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.compiler.WeightMismatchException;

/** What a weight file says about itself: class count, image size, and which architecture fits. */
final class Lookalike {
  private static final int USUAL_PIXELS = 224;
  private static final int USUAL_CLASSES = 1000;

  private Lookalike() {}

  /** Returns the name of the first architecture that fits the file, or nothing. */
  static Optional<String> of(Checkpoint stored) {
    return Architectures.all().stream()
        .filter(architecture -> fits(architecture, stored))
        .map(Architecture::name)
        .findFirst();
  }

  private static boolean fits(Architecture architecture, Checkpoint stored) {
    FittedWeights weights = FittedWeights.of(architecture, stored);
    try {
      ImageInput input =
          new ImageInput(
              weights.sizePixels().orElse(USUAL_PIXELS),
              Preprocessing.IMAGENET_MEAN,
              Preprocessing.IMAGENET_DEVIATION);
      weights.check(weights.graph(input, USUAL_CLASSES), architecture.name());
      return true;
    } catch (WeightMismatchException | IllegalArgumentException e) {
      // Another architecture, or one that does not work at this size.
      return false;
    }
  }
}
