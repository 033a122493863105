package org.fe4j.zoo.compiler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Parameter;

/**
 * Passes in order, each checked: a pass that changes an output's shape or needs a tensor that the
 * graph did not need is a defect and stops the compilation.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class Passes {
  private final ImmutableList<Pass> passes;

  private Passes(ImmutableList<Pass> passes) {
    this.passes = passes;
  }

  /** Returns these passes in this order. */
  public static Passes of(Pass... passes) {
    return new Passes(ImmutableList.copyOf(passes));
  }

  /** Returns what pays off on every engine and device. */
  public static Passes standard() {
    return of(new FoldBatchNormalization(), new FoldScale());
  }

  /**
   * Returns {@link #standard} and what pays off where matrix products are faster than convolutions
   * and channels lie together in memory: on a GPU.
   */
  public static Passes withProducts() {
    return of(
        new FoldBatchNormalization(),
        new FoldScale(),
        new MergeProjections(),
        new MoveBias(),
        new PointwiseAsProduct());
  }

  /**
   * Returns the graph after all passes.
   *
   * @throws IllegalStateException if a pass broke its contract; the message names it
   */
  public Graph run(Graph graph) {
    Graph result = graph;
    for (Pass pass : passes) {
      Graph before = result;
      result = pass.apply(before);
      check(pass, before, result);
    }
    return result;
  }

  private static void check(Pass pass, Graph before, Graph after) {
    if (!before.outputs().keySet().asList().equals(after.outputs().keySet().asList())) {
      throw broken(
          pass,
          "changed the outputs from %s to %s"
              .formatted(before.outputs().keySet(), after.outputs().keySet()));
    }
    for (Map.Entry<String, Node> output : before.outputs().entrySet()) {
      Node changed = after.output(output.getKey());
      if (!changed.shape().equals(output.getValue().shape())) {
        throw broken(
            pass,
            "changed the shape of %s from %s to %s"
                .formatted(output.getKey(), output.getValue().shape(), changed.shape()));
      }
    }
    ImmutableMap<String, Parameter> known = before.storedParameters();
    for (Parameter parameter : after.storedParameters().values()) {
      if (!parameter.equals(known.get(parameter.name()))) {
        throw broken(pass, "needs %s, which the graph did not read".formatted(parameter));
      }
    }
  }

  private static IllegalStateException broken(Pass pass, String problem) {
    return new IllegalStateException("The pass \"" + pass.name() + "\" " + problem);
  }
}
