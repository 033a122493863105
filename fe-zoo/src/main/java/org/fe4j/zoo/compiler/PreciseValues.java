package org.fe4j.zoo.compiler;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;

/**
 * The values that a graph in half precision keeps in a wider type, where rounding would cost most
 * and the wider type costs nearly nothing: normalised pixels, what weighs channels (squeeze and
 * excitation), from a map's mean to the weights, and the head of a classifier, from the feature to
 * the probabilities.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class PreciseValues {
  private final Set<Node> kept;
  private final Set<Node> head;

  private PreciseValues(Set<Node> kept, Set<Node> head) {
    this.kept = kept;
    this.head = head;
  }

  /** Returns those of a graph. */
  public static PreciseValues of(Graph graph) {
    Set<Node> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Node node : graph.nodes()) {
      if (arePixels(node) || weighsChannels(node, kept)) {
        kept.add(node);
      }
    }
    Set<Node> head = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.Softmax) {
        addHead(node, head);
      }
    }
    return new PreciseValues(kept, head);
  }

  /** Adds a softmax, the linear layer before it, and what scales the feature before that. */
  private static void addHead(Node softmax, Set<Node> head) {
    head.add(softmax);
    Node logits = softmax.input();
    if (logits.op() instanceof Op.Linear) {
      head.add(logits);
      Op scaling = logits.input().op();
      if (scaling instanceof Op.L2Normalization || scaling instanceof Op.AddParameter) {
        head.add(logits.input());
      }
    }
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
    return kept.contains(node) || head.contains(node);
  }

  /** Returns whether an operation belongs to a classifier's head, always float32. */
  public boolean inHead(Node node) {
    return head.contains(node);
  }

  /** Returns whether an operation computes in the wider type. */
  public boolean computes(Node node) {
    Op op = node.op();
    if (op instanceof Op.Convolution || op instanceof Op.Activation) {
      return kept.contains(node.input());
    }
    return arePixels(node)
        || head.contains(node)
        || (op instanceof Op.Multiply && node.inputs().stream().anyMatch(kept::contains));
  }
}
