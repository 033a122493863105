package org.fe4j.zoo;

import com.google.common.collect.ImmutableMap;
import java.util.OptionalInt;
import org.fe4j.zoo.architecture.Architecture;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.checkpoint.StoredTensor;
import org.fe4j.zoo.compiler.WeightCheck;
import org.fe4j.zoo.compiler.WeightDifference;
import org.fe4j.zoo.compiler.WeightMismatchException;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Shape;

/**
 * An architecture beside the weights of a file: the file's tensors under the graph's names, and
 * what the file says about class count, image size and layout.
 *
 * <p>Safe for use by multiple threads while the checkpoint is open.
 */
public final class FittedWeights {
  private final Architecture architecture;
  private final Checkpoint checkpoint;
  private final ImmutableMap<String, Shape> shapes;

  private FittedWeights(
      Architecture architecture, Checkpoint checkpoint, ImmutableMap<String, Shape> shapes) {
    this.architecture = architecture;
    this.checkpoint = checkpoint;
    this.shapes = shapes;
  }

  /** Returns an architecture beside what a file holds, which the caller keeps open. */
  public static FittedWeights of(Architecture architecture, Checkpoint file) {
    Checkpoint renamed = new RenamedCheckpoint(file, architecture::parameterName);
    ImmutableMap<String, Shape> shapes =
        renamed.tensors().values().stream()
            .collect(
                ImmutableMap.toImmutableMap(
                    StoredTensor::name, tensor -> new Shape(tensor.sizes())));
    return new FittedWeights(architecture.fittedTo(shapes), renamed, shapes);
  }

  /** Returns the file's tensors under the graph's names. */
  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /** Returns the side of the images that the file was made for, where it tells. */
  public OptionalInt sizePixels() {
    return architecture.sizePixels(shapes);
  }

  /**
   * Returns the graph for these weights, with all its taps.
   *
   * @param classCountOtherwise outputs of the classifier, where the file has none
   * @throws IllegalArgumentException if the architecture does not work at this size
   */
  public Graph graph(ImageInput input, int classCountOtherwise) {
    Shape classifier = shapes.getOrDefault(architecture.classifierWeight(), Shape.of());
    int classes = classifier.rank() == 0 ? classCountOtherwise : classifier.size(0);
    return architecture.build(input, classes);
  }

  /**
   * Checks that the file holds what the graph reads, and nothing unexpected.
   *
   * @param graph with all its taps
   * @param file its name, for the message
   * @throws WeightMismatchException if it does not fit
   */
  public void check(Graph graph, String file) throws WeightMismatchException {
    WeightCheck.check(graph, checkpoint, file, architecture::ignores);
  }

  /** Returns what does not fit between the file and a graph with all its taps. */
  WeightDifference difference(Graph graph) {
    return WeightCheck.difference(graph, checkpoint, architecture::ignores);
  }
}
