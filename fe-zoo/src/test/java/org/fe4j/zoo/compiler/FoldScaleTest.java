package org.fe4j.zoo.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Window;
import org.junit.jupiter.api.Test;

class FoldScaleTest {
  private static final Shape FACTORS = Shape.of(2, 1, 1);

  private final GraphBuilder graph = new GraphBuilder();
  private final Node image = graph.image(4, 4, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
  private final Node tokens = graph.tokens(image);

  @Test
  void aScaleOfALinearLayersOutputsBecomesPartOfIt() {
    Node x = graph.linear(tokens, "fc", 2);
    Graph folded = fold(graph.scale(x, "gamma", Shape.of(2), -1));
    MemoryCheckpoint weights =
        new MemoryCheckpoint()
            .put("fc.weight", Shape.of(2, 3), 1, 2, 3, 4, 5, 6)
            .put("fc.bias", Shape.of(2), 10, 20)
            .put("gamma", Shape.of(2), 0.5f, 3);
    assertThat(folded.nodes()).noneMatch(node -> node.op() instanceof Op.Scale);
    assertThat(values(folded.parameters().get(0), weights))
        .containsExactly(0.5f, 1, 1.5f, 12, 15, 18);
    assertThat(values(folded.parameters().get(1), weights)).containsExactly(5, 60);
  }

  @Test
  void aScaleOfAConvolutionsChannelsBecomesPartOfIt() {
    Node x = graph.convolutionWithoutBias(image, "conv", 2, Window.of(1));
    Graph folded = fold(graph.scale(x, "layer_scale", FACTORS, 0));
    MemoryCheckpoint weights =
        new MemoryCheckpoint()
            .put("conv.weight", Shape.of(2, 3, 1, 1), 1, 2, 3, 4, 5, 6)
            .put("layer_scale", FACTORS, 2, 10);
    assertThat(folded.nodes()).noneMatch(node -> node.op() instanceof Op.Scale);
    assertThat(folded.parameters()).hasSize(1);
    assertThat(values(folded.parameters().get(0), weights)).containsExactly(2, 4, 6, 40, 50, 60);
  }

  @Test
  void aScaleAlongAnotherAxisStays() {
    Node x = graph.convolutionWithoutBias(image, "conv", 2, Window.of(1));
    Graph before = graph(graph.scale(x, "rows", Shape.of(4), 1));
    assertThat(new FoldScale().apply(before)).isSameAs(before);
    Graph ofTokens = graph(graph.scale(graph.linear(tokens, "fc", 2), "rows", Shape.of(16), 0));
    assertThat(new FoldScale().apply(ofTokens)).isSameAs(ofTokens);
  }

  @Test
  void aLayerThatSomethingElseReadsStays() {
    Node x = graph.linear(tokens, "fc", 2);
    Graph before = graph(graph.add(x, graph.scale(x, "gamma", Shape.of(2), -1)));
    assertThat(new FoldScale().apply(before)).isSameAs(before);
  }

  @Test
  void aScaleBehindAnythingElseStays() {
    Node x = graph.relu(graph.linear(tokens, "fc", 2));
    Graph before = graph(graph.scale(x, "gamma", Shape.of(2), -1));
    assertThat(new FoldScale().apply(before)).isSameAs(before);
  }

  private static Graph fold(Node output) {
    return Passes.standard().run(graph(output));
  }

  private static Graph graph(Node output) {
    GraphBuilder builder = new GraphBuilder();
    builder.tap("out", output);
    return builder.build();
  }

  private static float[] values(Parameter parameter, MemoryCheckpoint weights) {
    float[] target = new float[(int) parameter.shape().elements()];
    ParameterValues.of(weights).read(parameter, 0, target, 0, target.length);
    return target;
  }
}
