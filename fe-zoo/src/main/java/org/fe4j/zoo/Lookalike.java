package org.fe4j.zoo;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.fe4j.image.Preprocessing;
import org.fe4j.zoo.architecture.Architecture;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.architecture.PositionResizing;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.compiler.WeightDifference;
import org.fe4j.zoo.graph.Graph;

/** Which name of the catalogue fits a weight file best. */
final class Lookalike {
  private static final int USUAL_PIXELS = 224;
  private static final int USUAL_CLASSES = 1000;

  private Lookalike() {}

  /**
   * An architecture beside a file.
   *
   * @param needed tensors that the graph reads
   * @param found those of them that the file holds in their shape
   * @param differences tensors that do not fit, unexpected ones included
   */
  private record Candidate(
      Architecture architecture, OptionalInt sizePixels, int needed, int found, int differences) {

    /** Returns the catalogue's name for it; the tag where only some weights have this size. */
    String name() {
      return entries().map(Candidate::name).findFirst().orElse(architecture.name());
    }

    /** Returns whether the catalogue knows this architecture with images of the file's size. */
    boolean isListed() {
      return entries().findAny().isPresent();
    }

    private Stream<ZooEntry> entries() {
      return Zoo.entries().stream()
          .filter(entry -> entry.architecture().equals(architecture.name()))
          .filter(
              entry ->
                  sizePixels.isEmpty()
                      || architecture.positionResizing() == PositionResizing.ALWAYS
                      || entry.preprocessing().cropPixels() == sizePixels.getAsInt())
          .sorted(Comparator.comparing(ZooEntry::isDefault).reversed());
    }

    private static String name(ZooEntry entry) {
      return entry.isDefault() ? entry.architecture() : entry.name();
    }
  }

  /** Returns a sentence that names what the file may be. */
  static String advice(Checkpoint file) {
    Optional<Candidate> best =
        Architectures.all().stream()
            .flatMap(architecture -> candidate(architecture, file).stream())
            .min(
                Comparator.comparingInt(Candidate::differences)
                    .thenComparing(candidate -> !candidate.isListed()));
    if (best.isEmpty() || best.get().found() * 2 < best.get().needed()) {
      return "The file has not even half of the tensors of any backbone of the catalogue.";
    }
    return best.get().differences() == 0
        ? "The file looks like a %s checkpoint.".formatted(best.get().name())
        : "The file fits %s best: it holds %d of the %d tensors."
            .formatted(best.get().name(), best.get().found(), best.get().needed());
  }

  private static Optional<Candidate> candidate(Architecture architecture, Checkpoint file) {
    try {
      FittedWeights weights = FittedWeights.of(architecture, file);
      ImageInput input =
          new ImageInput(
              weights.sizePixels().orElse(USUAL_PIXELS),
              Preprocessing.IMAGENET_MEAN,
              Preprocessing.IMAGENET_DEVIATION);
      Graph graph = weights.graph(input, USUAL_CLASSES);
      WeightDifference difference = weights.difference(graph);
      int needed = graph.storedParameters().size();
      int found = needed - difference.missing().size() - difference.misshapen().size();
      return Optional.of(
          new Candidate(architecture, weights.sizePixels(), needed, found, difference.count()));
    } catch (IllegalArgumentException e) {
      // One that does not work at this size, or whose names for the tensors clash.
      return Optional.empty();
    }
  }
}
