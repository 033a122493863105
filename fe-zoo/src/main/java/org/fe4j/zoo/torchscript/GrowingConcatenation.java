package org.fe4j.zoo.torchscript;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Shape;

/**
 * A map that grows by channels from layer to layer, as DenseNet's: one buffer of the final size,
 * into which each layer writes what it adds. As concatenations each would copy all channels before
 * it, which grows with the square of their number. A value of the chain is the front part of the
 * buffer; what comes later is written behind it.
 *
 * <p>Not safe for concurrent use; what {@link #in} returns serves one emission.
 */
final class GrowingConcatenation implements Fusion {
  /** A buffer saves nothing before the second copy. */
  private static final int SHORTEST_CHAIN = 3;

  /** By each concatenation that writes to a buffer. */
  private final ImmutableMap<Node, Link> links;

  /** Names of the buffers that were written so far, by the concatenation that made each. */
  private final Map<Node, String> buffers = new HashMap<>();

  /**
   * A concatenation's place in a chain.
   *
   * @param channels of the buffer
   * @param first the concatenation that makes the buffer; nothing before it writes there
   */
  private record Link(int channels, Node first) {}

  private GrowingConcatenation(ImmutableMap<Node, Link> links) {
    this.links = links;
  }

  /** Returns a fusion that knows no graph yet. */
  static GrowingConcatenation unplaced() {
    return new GrowingConcatenation(ImmutableMap.of());
  }

  @Override
  public Fusion in(Graph graph) {
    Map<Node, Integer> successors = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (appends(node)) {
        successors.merge(node.inputs().get(0), 1, Integer::sum);
      }
    }
    Map<Node, Link> links = new HashMap<>();
    for (Node node : graph.nodes()) {
      // Two successors would write to the same place.
      if (appends(node) && successors.getOrDefault(node, 0) != 1) {
        collect(node, successors, links);
      }
    }
    return new GrowingConcatenation(ImmutableMap.copyOf(links));
  }

  /** Adds the chain that ends at a value. */
  private static void collect(Node last, Map<Node, Integer> successors, Map<Node, Link> links) {
    List<Node> chain = new ArrayList<>(List.of(last));
    Node before = last.inputs().get(0);
    while (appends(before) && requireNonNull(successors.get(before)) == 1) {
      chain.add(before);
      before = before.inputs().get(0);
    }
    if (chain.size() >= SHORTEST_CHAIN) {
      Node first = chain.get(chain.size() - 1);
      chain.forEach(node -> links.put(node, new Link(last.shape().size(0), first)));
    }
  }

  private static boolean appends(Node node) {
    return node.op() instanceof Op.Concatenate concatenate
        && concatenate.axis() == 0
        && node.inputs().size() == 2
        && node.shape().rank() == 3;
  }

  @Override
  public Optional<FusedOperation> endingAt(Node node) {
    Link link = links.get(node);
    return link == null
        ? Optional.empty()
        : Optional.of(FusedOperation.of(scope -> lines(scope, node, link)));
  }

  private String lines(FusedOperation.Scope scope, Node node, Link link) {
    CodeWriter code = scope.code();
    Node before = node.inputs().get(0);
    int begin = before.shape().size(0);
    int end = node.shape().size(0);
    if (node == link.first()) {
      String buffer = buffer(code, scope.value(before), node.shape(), link.channels());
      buffers.put(node, buffer);
      code.call("copy_", code.call("slice", buffer, 1, 0, begin), scope.value(before));
    }
    String buffer = requireNonNull(buffers.get(link.first()));
    String added = scope.value(node.inputs().get(1));
    code.call("copy_", code.call("slice", buffer, 1, begin, end), added);
    return code.call("slice", buffer, 1, 0, end);
  }

  private static String buffer(CodeWriter code, String like, Shape map, int channels) {
    List<Object> sizes = List.of(code.call("size", like, 0), map.size(1), map.size(2), channels);
    return code.call("permute", code.call("new_empty", like, sizes), "[0, 3, 1, 2]");
  }
}
