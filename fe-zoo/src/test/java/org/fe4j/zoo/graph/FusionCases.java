package org.fe4j.zoo.graph;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fe4j.zoo.graph.OperationCase.Input;

/**
 * What engines compute as one operation where they can, with other code than for each by itself: a
 * product, its bias, and what follows.
 */
final class FusionCases {
  private FusionCases() {}

  static List<OperationCase> all() {
    return Stream.of(
            functions(
                "convolution",
                Input.MAP,
                (graph, x) -> graph.convolution(x, "conv", 4, Window.of(3).padding(1))),
            functions(
                "depthwise convolution",
                Input.MAP,
                (graph, x) -> graph.depthwiseConvolution(x, "conv", Window.of(3).padding(1))),
            functions("linear", Input.TOKENS, (graph, x) -> graph.linear(x, "fc", 4)),
            sums().stream())
        .flatMap(cases -> cases)
        .toList();
  }

  private static Stream<OperationCase> functions(
      String name, Input input, OperationCase.Operation product) {
    return Arrays.stream(ActivationFunction.values())
        .map(
            function ->
                new OperationCase(
                    name + ", then " + function,
                    input,
                    (graph, x) -> graph.activation(product.apply(graph, x), function)));
  }

  private static List<OperationCase> sums() {
    return List.of(
        new OperationCase(
            "convolution, then a sum",
            Input.MAP,
            (graph, x) -> graph.add(graph.convolution(x, "conv", 6, Window.of(1)), x)),
        new OperationCase(
            "convolution, then a sum as its second value and relu",
            Input.MAP,
            (graph, x) -> graph.relu(graph.add(x, graph.convolution(x, "conv", 6, Window.of(1))))),
        new OperationCase(
            "sum of two convolutions",
            Input.MAP,
            (graph, x) ->
                graph.add(
                    graph.convolution(x, "conv1", 5, Window.of(1)),
                    graph.convolution(x, "conv2", 5, Window.of(3).padding(1)))),
        new OperationCase(
            "sum of a convolution with itself",
            Input.MAP,
            (graph, x) -> {
              Node y = graph.convolution(x, "conv", 5, Window.of(1));
              return graph.add(y, y);
            }),
        new OperationCase(
            "convolution without bias, then batch normalisation and relu",
            Input.MAP,
            (graph, x) -> {
              Node y = graph.convolutionWithoutBias(x, "conv", 5, Window.of(3));
              return graph.relu(graph.batchNormalization(y, "bn", 1e-3));
            }),
        new OperationCase(
            "linear, then a sum",
            Input.TOKENS,
            (graph, x) -> graph.add(graph.linear(x, "fc", 3), x)),
        new OperationCase(
            "linear without bias, then a sum",
            Input.TOKENS,
            (graph, x) ->
                graph.add(
                    graph.linear(x, Parameter.stored("fc.weight", Shape.of(3, 3)), Bias.none()),
                    x)));
  }
}
