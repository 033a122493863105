package org.fe4j.zoo.architecture;

import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.ParameterSource;
import org.fe4j.zoo.graph.Shape;

/** Square windows of a map, the tokens of which attend to each other only. */
final class Windows {
  private Windows() {}

  /** Returns the windows of a map, row by row: (H, W, C) to (windows, side², C). */
  static Node cut(GraphBuilder graph, Node map, int side) {
    int rows = map.shape().size(0) / side;
    int columns = map.shape().size(1) / side;
    int channels = map.shape().size(2);
    Node x = graph.reshape(map, rows, side, columns, side, channels);
    x = graph.permute(x, 0, 2, 1, 3, 4);
    return graph.reshape(x, rows * columns, side * side, channels);
  }

  /** Returns the map of these windows: the other direction of {@link #cut}. */
  static Node join(GraphBuilder graph, Node windows, int height, int width, int side) {
    int channels = windows.shape().size(2);
    Node x = graph.reshape(windows, height / side, width / side, side, side, channels);
    x = graph.permute(x, 0, 2, 1, 3, 4);
    return graph.reshape(x, height, width, channels);
  }

  /** Returns the bias of attention in a window, (heads, side², side²), from a table of it. */
  static Parameter positionBias(Parameter table, int side, int heads) {
    return new Parameter(
        table.name() + ".bias",
        Shape.of(heads, side * side, side * side),
        new ParameterSource.RelativePositionBias(table, side));
  }
}
