package org.fe4j.zoo.compiler;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;

/**
 * The values that a graph in half precision keeps in a wider type, where rounding would cost most
 * and the wider type costs nearly nothing: normalised pixels, and what weighs channels (squeeze and
 * excitation), from a map's mean to the weights.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class PreciseValues {
  private final Set<Node> kept;

  private PreciseValues(Set<Node> kept) {
    this.kept = kept;
  }

  /** Returns those of a graph. */
  public static PreciseValues of(Graph graph) {
    Set<Node> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Node node : graph.nodes()) {
      if (arePixels(node) || weighsChannels(node, kept)) {
        kept.add(node);
      }
    }
    return new PreciseValues(kept);
  }

  private static boolean arePixels(Node node) {
    return node.op() instanceof Op.Pixels || node.op() instanceof Op.NormalizePixels;
  }

  private static boolean weighsChannels(Node node, Set<Node> kept) {
    if (node.op() instanceof Op.AdaptiveAveragePooling pooling) {
      return pooling.height() == 1 && pooling.width() == 1;
    }
    return (node.op() instanceof Op.Convolution || node.op() instanceof Op.Activation)
        && kept.contains(node.input())
        && !arePixels(node.input());
  }

  /** Returns whether a value stays in the wider type for whoever reads it. */
  public boolean keeps(Node node) {
    return kept.contains(node);
  }

  /** Returns whether an operation computes in the wider type. */
  public boolean computes(Node node) {
    Op op = node.op();
    if (op instanceof Op.Convolution || op instanceof Op.Activation) {
      return kept.contains(node.input());
    }
    return arePixels(node)
        || (op instanceof Op.Multiply && node.inputs().stream().anyMatch(kept::contains));
  }
}
