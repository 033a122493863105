package org.fe4j.zoo.graph;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A backbone as values and operations: one image input, one or more named outputs (taps). Holds
 * only what the outputs need.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class Graph {
  private final ImmutableMap<String, Node> outputs;
  private final ImmutableList<Node> nodes;
  private final ImmutableList<Parameter> parameters;

  private Graph(ImmutableMap<String, Node> outputs) {
    this.outputs = outputs;
    this.nodes = sort(outputs);
    this.parameters = collect(nodes);
  }

  /**
   * Returns the graph of these outputs.
   *
   * @param outputs at least one, by the name of the tap, the default tap first
   * @throws IllegalArgumentException if two parameters of one name differ
   */
  public static Graph of(Map<String, Node> outputs) {
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("A graph needs at least one output");
    }
    return new Graph(ImmutableMap.copyOf(outputs));
  }

  /** Returns the outputs by the name of their tap, the default one first. */
  public ImmutableMap<String, Node> outputs() {
    return outputs;
  }

  /** Returns the values in an order in which each stands behind its inputs. */
  public ImmutableList<Node> nodes() {
    return nodes;
  }

  /** Returns the parameters in the order of their first use. */
  public ImmutableList<Parameter> parameters() {
    return parameters;
  }

  /**
   * Returns the parameters that a checkpoint must hold, also those that formulas read, by name, in
   * the order of their first use.
   */
  public ImmutableMap<String, Parameter> storedParameters() {
    Map<String, Parameter> stored = new LinkedHashMap<>();
    parameters.forEach(parameter -> collectStored(parameter, stored));
    return ImmutableMap.copyOf(stored);
  }

  /**
   * Returns the value of a tap.
   *
   * @throws IllegalArgumentException if there is no such tap; the message names those there are
   */
  public Node output(String tap) {
    Node output = outputs.get(tap);
    if (output == null) {
      throw new IllegalArgumentException(
          "No tap \"" + tap + "\"; this backbone has: " + Joiner.on(", ").join(outputs.keySet()));
    }
    return output;
  }

  /**
   * Returns the graph of one output alone, with only the parameters that it needs.
   *
   * @throws IllegalArgumentException if there is no such tap; the message names those there are
   */
  public Graph only(String tap) {
    return of(Map.of(tap, output(tap)));
  }

  /** Returns how often each value is read; being an output counts once. */
  public ImmutableMap<Node, Integer> uses() {
    Map<Node, Integer> uses = new LinkedHashMap<>();
    nodes.forEach(node -> node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum)));
    outputs.values().forEach(node -> uses.merge(node, 1, Integer::sum));
    return ImmutableMap.copyOf(uses);
  }

  /** Returns one line a value: what a compiler reads, and what is hashed. */
  public String toText() {
    IdentityHashMap<Node, Integer> numbers = new IdentityHashMap<>();
    StringBuilder text = new StringBuilder();
    for (Node node : nodes) {
      numbers.put(node, numbers.size());
      List<String> inputs = node.inputs().stream().map(input -> "v" + numbers.get(input)).toList();
      text.append(
          "v%s%s = %s(%s)\n"
              .formatted(numbers.get(node), node.shape(), node.op(), Joiner.on(", ").join(inputs)));
    }
    outputs.forEach((tap, node) -> text.append("%s: v%s\n".formatted(tap, numbers.get(node))));
    return text.toString();
  }

  private static ImmutableList<Node> sort(Map<String, Node> outputs) {
    // Depth first with a stack of its own: deep graphs would overflow the thread's.
    IdentityHashMap<Node, Boolean> done = new IdentityHashMap<>();
    List<Node> sorted = new ArrayList<>();
    for (Node output : outputs.values()) {
      Deque<Node> open = new ArrayDeque<>();
      open.push(output);
      while (!open.isEmpty()) {
        Node node = open.peek();
        if (done.containsKey(node)) {
          open.pop();
          continue;
        }
        boolean ready = true;
        for (Node input : node.inputs().reverse()) {
          if (!done.containsKey(input)) {
            open.push(input);
            ready = false;
          }
        }
        if (ready) {
          open.pop();
          done.put(node, true);
          sorted.add(node);
        }
      }
    }
    return ImmutableList.copyOf(sorted);
  }

  private static ImmutableList<Parameter> collect(List<Node> nodes) {
    Map<String, Parameter> byName = new LinkedHashMap<>();
    for (Node node : nodes) {
      for (Parameter parameter : node.op().parameters()) {
        Parameter other = byName.putIfAbsent(parameter.name(), parameter);
        if (other != null && !other.equals(parameter)) {
          throw new IllegalArgumentException(
              "Two different parameters are called " + parameter.name());
        }
      }
    }
    return ImmutableList.copyOf(byName.values());
  }

  private static void collectStored(Parameter parameter, Map<String, Parameter> stored) {
    if (parameter.source() instanceof ParameterSource.Stored) {
      stored.put(parameter.name(), parameter);
    }
    parameter.source().parameters().forEach(part -> collectStored(part, stored));
  }
}
