package org.fe4j.zoo.compiler;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Node;

/** Rebuilds a graph value by value, inputs first. What no rule touches keeps its identity. */
final class GraphRewriter {
  private GraphRewriter() {}

  /** What becomes of one value. */
  @FunctionalInterface
  interface Rule {
    /**
     * Returns the new value: {@link #unchanged} where there is nothing to do.
     *
     * @param node of the graph as it was
     * @param inputs what became of its inputs
     */
    Node rewrite(Node node, ImmutableList<Node> inputs);
  }

  /** Returns the graph with the rule applied to each value, or itself if that changed none. */
  static Graph rewrite(Graph graph, Rule rule) {
    IdentityHashMap<Node, Node> rewritten = new IdentityHashMap<>();
    boolean changed = false;
    for (Node node : graph.nodes()) {
      ImmutableList<Node> inputs =
          node.inputs().stream()
              .map(input -> requireNonNull(rewritten.get(input)))
              .collect(ImmutableList.toImmutableList());
      Node result = rule.rewrite(node, inputs);
      changed |= result != node;
      rewritten.put(node, result);
    }
    if (!changed) {
      return graph;
    }
    Map<String, Node> outputs = new LinkedHashMap<>();
    graph.outputs().forEach((tap, node) -> outputs.put(tap, requireNonNull(rewritten.get(node))));
    return Graph.of(outputs);
  }

  /** Returns the same operation of the new inputs; the same value where they are the old ones. */
  static Node unchanged(Node node, ImmutableList<Node> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) != node.inputs().get(i)) {
        return Node.of(node.op(), inputs);
      }
    }
    return node;
  }
}
