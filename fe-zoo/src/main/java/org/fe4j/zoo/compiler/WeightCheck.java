package org.fe4j.zoo.compiler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.function.Predicate;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.checkpoint.StoredTensor;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;

/** Compares what a graph reads with what a weight file holds, before anything is compiled. */
public final class WeightCheck {
  private WeightCheck() {}

  /**
   * Checks that the checkpoint holds every stored parameter in the graph's shape, and nothing else.
   *
   * @param file name of the weight file, for the message
   * @throws WeightMismatchException if they do not fit; see {@link #difference}
   */
  public static void check(
      Graph graph, Checkpoint checkpoint, String file, Predicate<String> ignored)
      throws WeightMismatchException {
    WeightDifference difference = difference(graph, checkpoint, ignored);
    if (difference.count() > 0) {
      throw new WeightMismatchException(file, difference);
    }
  }

  /**
   * Returns which tensors do not fit.
   *
   * @param graph with all its taps: a graph cut down to one tap does not read the classifier, which
   *     then is unexpected
   * @param ignored whether a tensor may be there although the graph does not read it
   */
  public static WeightDifference difference(
      Graph graph, Checkpoint checkpoint, Predicate<String> ignored) {
    ImmutableMap<String, Parameter> expected = graph.storedParameters();
    ImmutableMap<String, StoredTensor> found = checkpoint.tensors();
    ImmutableList.Builder<String> misshapen = ImmutableList.builder();
    ImmutableList.Builder<String> missing = ImmutableList.builder();
    ImmutableList.Builder<String> unexpected = ImmutableList.builder();
    for (Parameter parameter : expected.values()) {
      StoredTensor tensor = found.get(parameter.name());
      if (tensor == null) {
        missing.add(
            "%s: the graph expects %s but the file has no such tensor."
                .formatted(parameter.name(), parameter.shape()));
      } else if (!tensor.sizes().equals(parameter.shape().sizes())) {
        misshapen.add(
            "%s: the graph expects %s but the file holds %s."
                .formatted(parameter.name(), parameter.shape(), new Shape(tensor.sizes())));
      }
    }
    for (StoredTensor tensor : found.values()) {
      if (!expected.containsKey(tensor.name()) && !ignored.test(tensor.name())) {
        unexpected.add(
            "%s: the file holds %s but the graph has no such parameter."
                .formatted(tensor.name(), new Shape(tensor.sizes())));
      }
    }
    return new WeightDifference(misshapen.build(), missing.build(), unexpected.build());
  }
}
