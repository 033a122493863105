package org.fe4j.zoo;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.fe4j.image.Preprocessing;
import org.fe4j.zoo.architecture.Architecture;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.checkpoint.StoredTensor;
import org.fe4j.zoo.compiler.WeightCheck;
import org.fe4j.zoo.compiler.WeightMismatchException;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Shape;

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

  /** Returns the number of outputs of the file's classifier, or nothing where it has none. */
  static Optional<Integer> classCount(Architecture architecture, Checkpoint checkpoint) {
    return Optional.ofNullable(checkpoint.tensors().get(architecture.classifierWeight()))
        .filter(classifier -> !classifier.sizes().isEmpty())
        .map(classifier -> classifier.sizes().get(0));
  }

  /** Returns the only size of images that the file works with, or nothing where it is open. */
  static OptionalInt sizePixels(Architecture architecture, Checkpoint checkpoint) {
    Map<String, Shape> shapes =
        checkpoint.tensors().values().stream()
            .collect(Collectors.toMap(StoredTensor::name, tensor -> new Shape(tensor.sizes())));
    return architecture.fixedSizePixels(shapes);
  }

  private static boolean fits(Architecture architecture, Checkpoint stored) {
    Checkpoint checkpoint = new RenamedCheckpoint(stored, architecture::parameterName);
    try {
      ImageInput input =
          new ImageInput(
              sizePixels(architecture, checkpoint).orElse(USUAL_PIXELS),
              Preprocessing.IMAGENET_MEAN,
              Preprocessing.IMAGENET_DEVIATION);
      int classes = classCount(architecture, checkpoint).orElse(USUAL_CLASSES);
      Graph graph = architecture.build(input, classes);
      WeightCheck.check(graph, checkpoint, architecture.name(), architecture::ignores);
      return true;
    } catch (WeightMismatchException | IllegalArgumentException e) {
      // Another architecture, or one that does not work at this size.
      return false;
    }
  }
}
