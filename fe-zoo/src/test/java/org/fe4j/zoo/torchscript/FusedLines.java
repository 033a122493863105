package org.fe4j.zoo.torchscript;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Shape;

/** The lines of a value that is written with some fusions. */
final class FusedLines {
  private FusedLines() {}

  /** Returns the lines behind the normalised image, which is v4, but for those of the return. */
  static List<String> of(Node value, Fusion... fusions) {
    GraphBuilder builder = new GraphBuilder();
    Node row = Node.of(new Op.Reshape(flat(value)), List.of(value));
    builder.tap("out", row);
    ImmutableList<String> lines =
        CodeEmitter.emit(
                builder.build(),
                new Emission(
                    TorchElement.FLOAT32,
                    TorchElement.FLOAT32,
                    MemoryLayout.CHANNELS_LAST,
                    ImmutableList.copyOf(fusions)),
                (parameter, begin, target, count) -> {})
            .lines();
    // The value in one row, contiguous, return.
    return lines.subList(5, lines.size() - 3);
  }

  private static Shape flat(Node value) {
    return Shape.of(Math.toIntExact(value.shape().elements()));
  }
}
