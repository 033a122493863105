package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Window;
import org.junit.jupiter.api.Test;

/** What decides whether a pattern is written as one, with patterns that exist for this test. */
class FusionPlanTest {
  private static final Fusion PRODUCT_AND_FUNCTION =
      node ->
          node.op() instanceof Op.Activation && node.input().op() instanceof Op.Convolution product
              ? Optional.of(
                  FusedOperation.of(
                      scope ->
                          scope
                              .code()
                              .call(
                                  "both",
                                  scope.value(node.input().input()),
                                  scope.parameter(product.weight()),
                                  scope.bias(product.bias())),
                      node.input()))
              : Optional.empty();

  private static final Fusion PRODUCT =
      node ->
          node.op() instanceof Op.Convolution
              ? Optional.of(
                  FusedOperation.of(
                      scope -> scope.code().call("product", scope.value(node.input()))))
              : Optional.empty();

  private final GraphBuilder graph = new GraphBuilder();
  private final Node image = graph.image(4, 4, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

  @Test
  void aPatternIsWrittenInsteadOfItsParts() {
    Node x = graph.relu(graph.convolution(image, "conv", 2, Window.of(1)));
    assertThat(lines(graph.spatialMean(x), PRODUCT_AND_FUNCTION))
        .containsSubsequence(
            "v5 = torch.both(v4, self.conv_weight, self.conv_bias)", "v6 = torch.mean(v5, [2, 3])")
        .noneMatch(line -> line.contains("conv2d") || line.contains("relu"));
  }

  @Test
  void aValueInsideThatSomethingElseReadsKeepsItsParts() {
    Node x = graph.convolution(image, "conv", 2, Window.of(1));
    assertThat(lines(graph.spatialMean(graph.add(graph.relu(x), x)), PRODUCT_AND_FUNCTION))
        .anyMatch(line -> line.contains("conv2d"))
        .noneMatch(line -> line.contains("both"));
  }

  @Test
  void whatAPatternTookIsNoEndOfAnother() {
    Node x = graph.relu(graph.convolution(image, "conv1", 2, Window.of(1)));
    x = graph.convolution(x, "conv2", 2, Window.of(1));
    assertThat(lines(graph.spatialMean(x), PRODUCT, PRODUCT_AND_FUNCTION))
        .containsSubsequence(
            "v5 = torch.both(v4, self.conv1_weight, self.conv1_bias)", "v6 = torch.product(v5)");
  }

  @Test
  void theFirstOfTheListWins() {
    Fusion never = node -> Optional.empty();
    Fusion other =
        node ->
            node.op() instanceof Op.Convolution
                ? Optional.of(FusedOperation.of(scope -> scope.code().call("other")))
                : Optional.empty();
    Node x = graph.spatialMean(graph.convolution(image, "conv", 2, Window.of(1)));
    assertThat(lines(x, never, other, PRODUCT)).contains("v5 = torch.other()");
  }

  /**
   * In half precision on a CPU the first convolution computes in float32, what follows does not.
   */
  @Test
  void whatIsComputedInTwoTypesKeepsItsParts() {
    Node first = graph.activation(product(image, "conv1"), ActivationFunction.SILU);
    Node second = graph.activation(product(first, "conv2"), ActivationFunction.SILU);
    assertThat(
            emit(
                graph.spatialMean(second),
                TorchElement.BFLOAT16,
                ImmutableList.of(PRODUCT_AND_FUNCTION)))
        .containsSubsequence(
            "v5 = torch.conv2d(v4, self.conv1_weight, self.conv1_bias, [1, 1], [0, 0], [1, 1], 1)",
            "v6 = torch.to(v5, 15)",
            "v7 = torch.silu(v6)",
            "v8 = torch.both(v7, self.conv2_weight, self.conv2_bias)");
  }

  private Node product(Node x, String name) {
    return graph.convolution(x, name, 2, Window.of(1));
  }

  private static ImmutableList<String> lines(Node output, Fusion... fusions) {
    return emit(output, TorchElement.FLOAT32, ImmutableList.copyOf(fusions));
  }

  private static ImmutableList<String> emit(
      Node output, TorchElement element, ImmutableList<Fusion> fusions) {
    GraphBuilder builder = new GraphBuilder();
    builder.tap("out", output);
    return CodeEmitter.emit(
            builder.build(),
            new Emission(element, TorchElement.FLOAT32, MemoryLayout.CHANNELS_LAST, fusions),
            (parameter, begin, target, count) -> {})
        .lines();
  }
}
