package org.fe4j.zoo.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.junit.jupiter.api.Test;

class PassesTest {
  private static final GraphBuilder BUILDER = new GraphBuilder();
  private static final Node ROW =
      BUILDER.flatten(BUILDER.image(2, 2, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)));
  private static final Graph GRAPH = Graph.of(Map.of("out", BUILDER.linear(ROW, "fc", 4)));

  @Test
  void aPassThatFindsNothingLeavesTheGraphItself() {
    assertThat(Passes.standard().run(GRAPH)).isSameAs(GRAPH);
  }

  @Test
  void passesRunInOrder() {
    Passes passes =
        Passes.of(
            pass(graph -> Graph.of(Map.of("out", BUILDER.relu(graph.output("out"))))),
            pass(graph -> Graph.of(Map.of("out", BUILDER.linear(graph.output("out"), "fc", 4)))));
    assertThatThrownBy(() -> passes.run(GRAPH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Two different parameters are called fc.weight");
  }

  @Test
  void aPassThatLosesAnOutputIsNamed() {
    broken(
        graph -> Graph.of(Map.of("other", graph.output("out"))),
        "The pass \"test\" changed the outputs from [out] to [other]");
  }

  @Test
  void aPassThatChangesAShapeIsNamed() {
    broken(
        graph -> Graph.of(Map.of("out", graph.output("out").input())),
        "The pass \"test\" changed the shape of out from (4,) to (12,)");
  }

  @Test
  void aPassThatNeedsMoreWeightsIsNamed() {
    broken(
        graph -> Graph.of(Map.of("out", BUILDER.linear(graph.output("out"), "more", 4))),
        "The pass \"test\" needs more.weight(4, 4), which the graph did not read");
  }

  private static void broken(UnaryOperator<Graph> change, String message) {
    assertThatThrownBy(() -> Passes.of(pass(change)).run(GRAPH))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
  }

  private static Pass pass(UnaryOperator<Graph> change) {
    return new Pass() {
      @Override
      public String name() {
        return "test";
      }

      @Override
      public Graph apply(Graph graph) {
        return change.apply(graph);
      }
    };
  }
}
