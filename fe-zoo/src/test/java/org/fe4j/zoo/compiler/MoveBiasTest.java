package org.fe4j.zoo.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Window;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MoveBiasTest {
  private static final GraphBuilder GRAPH = new GraphBuilder();
  private static final Window THREE = Window.of(3).padding(1);
  private static final Node IMAGE =
      GRAPH.image(5, 4, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
  private static final Node DEPTHWISE = GRAPH.depthwiseConvolution(IMAGE, "first", THREE);

  @Test
  void aDepthwiseConvolutionsBiasBecomesPartOfTheNextOne() {
    Graph before = graph(GRAPH.relu(pointwise(DEPTHWISE, "second")));

    Graph after = new MoveBias().apply(before);

    assertThat(after.parameters())
        .extracting(Parameter::name)
        .containsExactly("first.weight", "second.weight", "second.weight+first.bias");
    PassNumbers.assertSame(before, after);
  }

  @Test
  void theNextOneNeedsNoBiasOfItsOwn() {
    Node x = GRAPH.convolutionWithoutBias(DEPTHWISE, "second", 4, Window.of(1));
    Graph before = graph(x);
    PassNumbers.assertSame(before, new MoveBias().apply(before));
    assertThat(new MoveBias().apply(before)).isNotSameAs(before);
  }

  static Stream<Named<Node>> others() {
    Bias bias = Bias.of(Parameter.stored("second.bias", Shape.of(3)));
    Node padded = GRAPH.convolution(DEPTHWISE, "second", 4, Window.of(1).padding(1));
    return Stream.of(
        // What is padded has zeros beside the bias.
        Named.of("before padding", padded),
        Named.of("before 3x3", GRAPH.convolution(DEPTHWISE, "second", 4, Window.of(3))),
        Named.of("before groups", GRAPH.convolution(DEPTHWISE, "second", 3, Window.of(1), 3, bias)),
        Named.of("before an activation", pointwise(GRAPH.relu(DEPTHWISE), "second")),
        Named.of("of a 1x1 convolution", pointwise(pointwise(IMAGE, "first"), "second")),
        Named.of(
            "that there is not",
            pointwise(GRAPH.groupedConvolutionWithoutBias(IMAGE, "first", 3, THREE, 3), "second")),
        Named.of(
            "that something else reads",
            GRAPH.concatenate(0, pointwise(DEPTHWISE, "second"), DEPTHWISE)));
  }

  @ParameterizedTest
  @MethodSource("others")
  void aBiasStays(Node value) {
    Graph before = graph(value);
    assertThat(new MoveBias().apply(before)).isSameAs(before);
  }

  private static Node pointwise(Node x, String name) {
    return GRAPH.convolution(x, name, 4, Window.of(1));
  }

  private static Graph graph(Node output) {
    GraphBuilder builder = new GraphBuilder();
    builder.tap("out", GRAPH.flatten(output));
    return builder.build();
  }
}
