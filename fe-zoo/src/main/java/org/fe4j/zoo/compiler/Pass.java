package org.fe4j.zoo.compiler;

import org.fe4j.zoo.graph.Graph;

/**
 * One change to a graph that keeps what it computes. An implementation is stateless, keeps the
 * outputs' names, order and shapes, reads no parameter from the checkpoint that the graph did not
 * read before, and returns the same graph where it finds nothing to do.
 */
public interface Pass {

  /** Returns what it does, for messages: {@code "fold batch normalisation"}. */
  String name();

  /** Returns the changed graph. */
  Graph apply(Graph graph);
}
