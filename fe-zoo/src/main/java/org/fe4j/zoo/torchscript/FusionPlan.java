package org.fe4j.zoo.torchscript;

import com.google.common.collect.ImmutableList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Node;

/**
 * Which values of a graph are written together. Each value belongs to one operation at most; where
 * several patterns end at a value, the first of the list is taken.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class FusionPlan {
  private final IdentityHashMap<Node, FusedOperation> ends;
  private final Set<Node> inside;

  private FusionPlan(IdentityHashMap<Node, FusedOperation> ends, Set<Node> inside) {
    this.ends = ends;
    this.inside = inside;
  }

  /**
   * Returns the plan of a graph.
   *
   * @param fusions in the order of preference
   * @param roundsAlike whether a pattern's values, the last one at the end, are computed in one
   *     type and none in between is kept in another: what is fused is rounded once
   */
  static FusionPlan of(Graph graph, List<Fusion> fusions, Predicate<List<Node>> roundsAlike) {
    Map<Node, Integer> uses = graph.uses();
    List<Fusion> placed = fusions.stream().map(fusion -> fusion.in(graph)).toList();
    IdentityHashMap<Node, FusedOperation> ends = new IdentityHashMap<>();
    Set<Node> inside = Collections.newSetFromMap(new IdentityHashMap<>());
    // From the end, so that the longest pattern is found before what it consists of.
    for (Node node : graph.nodes().reverse()) {
      if (inside.contains(node)) {
        continue;
      }
      for (Fusion fusion : placed) {
        Optional<FusedOperation> fused = fusion.endingAt(node);
        if (fused.isPresent()
            && fused.get().inside().stream().allMatch(value -> uses.getOrDefault(value, 0) == 1)
            && roundsAlike.test(
                ImmutableList.<Node>builder().addAll(fused.get().inside()).add(node).build())) {
          ends.put(node, fused.get());
          inside.addAll(fused.get().inside());
          break;
        }
      }
    }
    return new FusionPlan(ends, inside);
  }

  /** Returns the operation that ends at a value, if it is written otherwise than by itself. */
  Optional<FusedOperation> endingAt(Node node) {
    return Optional.ofNullable(ends.get(node));
  }

  /** Returns whether a value disappears in an operation. */
  boolean isInside(Node node) {
    return inside.contains(node);
  }
}
