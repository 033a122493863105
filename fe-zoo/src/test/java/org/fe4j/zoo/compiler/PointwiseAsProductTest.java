package org.fe4j.zoo.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Stream;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Window;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PointwiseAsProductTest {
  private static final Op TO_ROWS = new Op.Permute(ImmutableList.of(1, 2, 0));
  private static final Op TO_MAP = new Op.Permute(ImmutableList.of(2, 0, 1));
  private static final GraphBuilder GRAPH = new GraphBuilder();
  private static final Node MAP =
      GRAPH.convolution(
          GRAPH.image(6, 5, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)),
          "stem",
          8,
          Window.of(3));

  @Test
  void isALayerOverChannelsBetweenPermutations() {
    Graph before = graph(pointwise(MAP, "conv", 16));

    Graph after = apply(before);

    assertThat(behindStem(after)).containsExactly("Permute", "Linear", "Permute", "Reshape");
    assertThat(after.parameters()).extracting(p -> p.name()).contains("conv.weight.matrix");
    PassNumbers.assertSame(before, after);
  }

  @Test
  void theActivationStandsBesideTheLayer() {
    Graph before = graph(GRAPH.activation(pointwise(MAP, "conv", 16), ActivationFunction.GELU));

    Graph after = apply(before);

    assertThat(behindStem(after))
        .containsExactly("Permute", "Linear", "Activation", "Permute", "Reshape");
    PassNumbers.assertSame(before, after);
  }

  @Test
  void betweenTwoLayersNothingIsPermuted() {
    Node x = GRAPH.activation(pointwise(MAP, "conv1", 16), ActivationFunction.SILU);
    Graph before = graph(pointwise(x, "conv2", 8));

    Graph after = apply(before);

    assertThat(behindStem(after))
        .containsExactly("Permute", "Linear", "Activation", "Linear", "Permute", "Reshape");
    assertThat(after.nodes().stream().map(Node::op).filter(op -> op instanceof Op.Permute))
        .containsExactly(TO_ROWS, TO_MAP);
    PassNumbers.assertSame(before, after);
  }

  /** ReLU follows, and eight channels are not filled: on one pixel it is a layer all the same. */
  @Test
  void squeezeAndExcitationConsistsOfLayers() {
    Node weights = GRAPH.relu(pointwise(GRAPH.adaptiveAveragePooling(MAP, 1, 1), "fc1", 3));
    weights = GRAPH.activation(pointwise(weights, "fc2", 8), ActivationFunction.SIGMOID);
    Graph before = graph(GRAPH.multiply(MAP, weights));

    Graph after = apply(before);

    assertThat(behindStem(after))
        .containsExactly(
            "AdaptiveAveragePooling",
            "Permute",
            "Linear",
            "Activation",
            "Linear",
            "Activation",
            "Permute",
            "Multiply",
            "Reshape");
    PassNumbers.assertSame(before, after);
  }

  @Test
  void aSumWithoutReluTakesTheLayersValue() {
    Graph before = graph(GRAPH.add(pointwise(MAP, "conv", 8), MAP));
    Graph after = apply(before);
    assertThat(behindStem(after)).containsExactly("Permute", "Linear", "Permute", "Add", "Reshape");
    PassNumbers.assertSame(before, after);
  }

  /** Another value reads what the convolution gives: the activation is one of several readers. */
  @Test
  void anActivationOfAValueThatSomethingElseReadsStaysBehindThePermutation() {
    Node x = pointwise(MAP, "conv", 8);
    Graph before = graph(GRAPH.multiply(x, GRAPH.activation(x, ActivationFunction.SIGMOID)));
    Graph after = apply(before);
    assertThat(behindStem(after))
        .containsExactly("Permute", "Linear", "Permute", "Activation", "Multiply", "Reshape");
    PassNumbers.assertSame(before, after);
  }

  static Stream<Named<Node>> others() {
    return Stream.of(
        Named.of("with ReLU behind it", GRAPH.relu(pointwise(MAP, "conv", 8))),
        Named.of(
            "with a sum and ReLU behind it", GRAPH.relu(GRAPH.add(MAP, pointwise(MAP, "conv", 8)))),
        Named.of("of too few outputs", pointwise(MAP, "conv", 12)),
        Named.of("of too few inputs", pointwise(GRAPH.slice(MAP, 0, 0, 4), "conv", 8)),
        Named.of("of 3x3", GRAPH.convolution(MAP, "conv", 8, Window.of(3))),
        Named.of("of 1x2", GRAPH.convolution(MAP, "conv", 8, Window.of(1, 2))),
        Named.of("with a stride", GRAPH.convolution(MAP, "conv", 8, Window.of(1).stride(2))),
        Named.of("with padding", GRAPH.convolution(MAP, "conv", 8, Window.of(1).padding(1))),
        Named.of(
            "in groups", GRAPH.groupedConvolutionWithoutBias(MAP, "conv", 8, Window.of(1), 2)));
  }

  @ParameterizedTest
  @MethodSource("others")
  void aConvolutionStays(Node convolution) {
    Graph before = graph(convolution);
    assertThat(apply(before)).isSameAs(before);
  }

  private static Node pointwise(Node x, String name, int channels) {
    return GRAPH.convolution(x, name, channels, Window.of(1));
  }

  private static Graph apply(Graph graph) {
    return new PointwiseAsProduct().apply(graph);
  }

  private static Graph graph(Node output) {
    GraphBuilder builder = new GraphBuilder();
    builder.tap("out", GRAPH.flatten(output));
    return builder.build();
  }

  private static List<String> behindStem(Graph graph) {
    return graph.nodes().stream()
        .skip(3)
        .map(node -> node.op().getClass().getSimpleName())
        .toList();
  }
}
