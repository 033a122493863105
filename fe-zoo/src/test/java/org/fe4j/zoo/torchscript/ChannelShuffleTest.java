package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers are {@link GpuOperationTest}'s, and those of ShuffleNet's goldens. */
class ChannelShuffleTest {
  private static final GraphBuilder GRAPH = new GraphBuilder();
  private static final Node IMAGE =
      GRAPH.image(4, 5, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

  private static List<String> lines(Node value) {
    return FusedLines.of(value, new ChannelShuffle());
  }

  @Test
  void channelsOfBothMapsAreWrittenInTurn() {
    assertThat(lines(shuffled(GRAPH.concatenate(0, IMAGE, GRAPH.relu(IMAGE)), 2, 3)))
        .containsExactly(
            "v5 = torch.relu(v4)",
            "v6 = torch.permute(v4, [0, 2, 3, 1])",
            "v7 = torch.permute(v5, [0, 2, 3, 1])",
            "v8 = torch.stack([v6, v7], -1)",
            "v9 = torch.reshape(v8, [-1, 4, 5, 6])",
            "v10 = torch.permute(v9, [0, 3, 1, 2])");
  }

  static Stream<Named<Node>> others() {
    Node two = GRAPH.concatenate(0, IMAGE, GRAPH.relu(IMAGE));
    Node unequal =
        GRAPH.concatenate(0, GRAPH.slice(IMAGE, 0, 0, 1), GRAPH.concatenate(0, IMAGE, IMAGE));
    return Stream.of(
        Named.of("in three groups of two maps", shuffled(two, 3, 2)),
        Named.of(
            "of maps one above the other",
            GRAPH.reshape(
                GRAPH.permute(
                    GRAPH.reshape(GRAPH.concatenate(1, IMAGE, IMAGE), 3, 2, 4, 5), 1, 0, 2, 3),
                6,
                4,
                5)),
        Named.of("to another shape", shuffled(two, 2, 3, 4, 6, 5)),
        Named.of("of one map", shuffled(GRAPH.convolution(IMAGE, "c", 6, one()), 2, 3)),
        Named.of("of maps of unequal channels", shuffled(GRAPH.slice(unequal, 0, 0, 6), 2, 3)));
  }

  @ParameterizedTest
  @MethodSource("others")
  void aShuffleStays(Node value) {
    assertThat(lines(value)).isEqualTo(FusedLines.of(value));
  }

  private static Window one() {
    return Window.of(1);
  }

  private static Node shuffled(Node joined, int groups, int size) {
    return shuffled(joined, groups, size, 6, 4, 5);
  }

  private static Node shuffled(Node joined, int groups, int size, Integer... shape) {
    Node split = GRAPH.reshape(joined, groups, size, 4, 5);
    return GRAPH.reshape(GRAPH.permute(split, 1, 0, 2, 3), shape);
  }
}
