package org.fe4j.zoo.architecture;

import java.util.Map;
import java.util.OptionalInt;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Shape;

/**
 * Builds the graph of one variant of a family, such as {@code resnet50}. Immutable and safe for use
 * by multiple threads.
 */
public interface Architecture {

  /** Returns the name: lower case with underscores, torchvision's where it has one. */
  String name();

  /**
   * Returns the graph with all its taps, the default one first. Parameters are named as in the
   * public weight files.
   *
   * @param input the images
   * @param classCount outputs of the classifier; ignored where there is none
   * @throws IllegalArgumentException if the architecture does not work at this size
   */
  Graph build(ImageInput input, int classCount);

  /**
   * Returns the name of the classifier's weight (classes, …), from which the class count of a
   * weight file is read, or an empty string where there is no classifier.
   */
  String classifierWeight();

  /**
   * Returns the side of images, in pixels, that a weight file of these tensors was made for, where
   * a position embedding tells it, or nothing where the file leaves the size open.
   *
   * @param tensors shapes by name, named as in the graph
   */
  default OptionalInt sizePixels(Map<String, Shape> tensors) {
    return OptionalInt.empty();
  }

  /**
   * Returns what happens to images of another size than {@link #sizePixels} says; without a
   * position embedding there is nothing to resample, so that {@code ALWAYS}, the default, is right.
   */
  default PositionResizing positionResizing() {
    return PositionResizing.ALWAYS;
  }

  /**
   * Returns this architecture as a weight file of these tensors lays it out, where such files
   * differ: in the number of positions that they hold, or in where they keep them. What is not
   * fitted is the layout of the published files.
   *
   * @param tensors shapes by name, named as in the graph
   */
  default Architecture fittedTo(Map<String, Shape> tensors) {
    return this;
  }

  /**
   * Returns the graph's name for a tensor of a published file; differs where files are older than
   * the names that the reference implementation has now.
   */
  default String parameterName(String tensor) {
    return tensor;
  }

  /** Returns whether published files hold this tensor although the graph does not read it. */
  default boolean ignores(String tensor) {
    return tensor.endsWith(".num_batches_tracked");
  }
}
