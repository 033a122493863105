package org.fe4j.zoo.graph;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fe4j.zoo.graph.OperationCase.Input;

/** The cases that every compiler is tested on: each operation, and what engines may trip over. */
public final class OperationCases {
  private static final int HEIGHT = OperationCase.HEIGHT;
  private static final int WIDTH = OperationCase.WIDTH;

  private OperationCases() {}

  /** Returns all cases. */
  public static List<OperationCase> all() {
    return Stream.of(
            convolutions(),
            maps(),
            pooling(),
            tokens(),
            rearrangements(),
            attention(),
            windowedAttention(),
            activations(),
            LayoutCases.all(),
            FusionCases.all())
        .flatMap(List::stream)
        .toList();
  }

  private static List<OperationCase> convolutions() {
    return List.of(
        new OperationCase(
            "convolution",
            Input.IMAGE,
            (graph, x) -> graph.convolution(x, "conv", 5, Window.of(3).stride(2).padding(1))),
        new OperationCase(
            "oblong convolution without bias",
            Input.IMAGE,
            (graph, x) ->
                graph.convolutionWithoutBias(
                    x, "conv", 5, Window.of(1, 7).padding(0, 3).stride(3))),
        new OperationCase(
            "dilated convolution in groups",
            Input.MAP,
            (graph, x) ->
                graph.convolution(
                    x,
                    "conv",
                    4,
                    Window.of(3).padding(2).dilation(2),
                    2,
                    Bias.of(Parameter.stored("conv.bias", Shape.of(4))))),
        new OperationCase(
            "depthwise convolution",
            Input.MAP,
            (graph, x) ->
                graph.groupedConvolutionWithoutBias(x, "conv", 12, Window.of(3).padding(1), 6)));
  }

  private static List<OperationCase> maps() {
    return List.of(
        new OperationCase(
            "batch normalisation",
            Input.MAP,
            (graph, x) -> graph.batchNormalization(x, "bn", 1e-3)),
        new OperationCase(
            "global response normalisation",
            Input.MAP,
            // An epsilon that shows where it is lost.
            (graph, x) -> graph.globalResponseNormalization(x, "grn", 0.5)),
        new OperationCase(
            "sum of two values", Input.MAP, (graph, x) -> graph.add(graph.relu(x), x)),
        new OperationCase(
            "product of two values", Input.MAP, (graph, x) -> graph.multiply(graph.relu(x), x)),
        new OperationCase(
            "channels weighed by a value",
            Input.MAP,
            (graph, x) -> graph.multiply(x, graph.adaptiveAveragePooling(x, 1, 1))),
        new OperationCase(
            "channels scaled by a parameter",
            Input.MAP,
            (graph, x) -> graph.scale(x, "layer_scale", Shape.of(6, 1, 1), 0)),
        new OperationCase(
            "concatenation of channels",
            Input.MAP,
            (graph, x) -> graph.concatenate(0, x, graph.relu(x), x)));
  }

  private static List<OperationCase> pooling() {
    return List.of(
        new OperationCase(
            "maximum",
            Input.MAP,
            (graph, x) -> graph.maxPooling(x, Window.of(3).stride(2).padding(1))),
        new OperationCase(
            "maximum rounded up",
            Input.MAP,
            (graph, x) -> graph.maxPooling(x, Window.of(3).stride(2).roundedUp())),
        new OperationCase(
            "maximum rounded up whose last window would start in the padding",
            Input.MAP,
            (graph, x) -> graph.maxPooling(x, Window.of(2).stride(3).padding(1).roundedUp())),
        new OperationCase(
            "average with padding that counts",
            Input.MAP,
            (graph, x) -> graph.averagePooling(x, Window.of(3).stride(2).padding(1))),
        new OperationCase(
            "average rounded up",
            Input.MAP,
            (graph, x) -> graph.averagePooling(x, Window.of(3).stride(2).padding(1).roundedUp())),
        new OperationCase(
            "adaptive average to fewer, more and as many windows",
            Input.MAP,
            (graph, x) ->
                graph.concatenate(
                    0,
                    graph.adaptiveAveragePooling(x, 7, 7),
                    graph.adaptiveAveragePooling(graph.adaptiveAveragePooling(x, 3, 16), 7, 7))),
        new OperationCase("spatial mean", Input.MAP, GraphBuilder::spatialMean));
  }

  private static List<OperationCase> tokens() {
    return List.of(
        new OperationCase("map to tokens", Input.MAP, GraphBuilder::tokens),
        new OperationCase(
            "layer normalisation",
            Input.TOKENS,
            (graph, x) -> graph.layerNormalization(x, "ln", 1e-6)),
        new OperationCase("linear", Input.TOKENS, (graph, x) -> graph.linear(x, "fc", 7)),
        new OperationCase(
            "division by the norm, of rows of zeros too",
            Input.TOKENS,
            (graph, x) -> graph.l2Normalization(graph.pad(x, 2, 0))),
        new OperationCase("softmax", Input.TOKENS, GraphBuilder::softmax),
        new OperationCase(
            "softmax along channels of a map",
            Input.MAP,
            (graph, x) -> graph.softmax(graph.permute(x, 1, 2, 0))),
        new OperationCase(
            "channels of tokens scaled by a parameter",
            Input.TOKENS,
            (graph, x) -> graph.scale(x, "gamma", Shape.of(3), -1)),
        new OperationCase(
            "linear without bias",
            Input.TOKENS,
            (graph, x) -> graph.linear(x, Parameter.stored("proj", Shape.of(7, 3)), Bias.none())),
        new OperationCase(
            "sum with a parameter",
            Input.TOKENS,
            (graph, x) -> graph.addParameter(x, "pos", Shape.of(88, 3))),
        new OperationCase(
            "sum with a parameter of another shape",
            Input.TOKENS,
            (graph, x) -> graph.addParameter(x, "pos", Shape.of(1, 88, 1, 3))));
  }

  private static List<OperationCase> rearrangements() {
    return List.of(
        new OperationCase(
            "learned tokens",
            Input.TOKENS,
            (graph, x) -> graph.concatenate(0, x, graph.learnedTokens("reg", Shape.of(1, 2, 3)))),
        new OperationCase(
            "slices along positive and negative axes",
            Input.TOKENS,
            (graph, x) -> graph.concatenate(-1, graph.slice(x, 1, 1, 3), graph.slice(x, -1, 0, 1))),
        new OperationCase("one token", Input.TOKENS, (graph, x) -> graph.token(x, 4)),
        new OperationCase("zeros behind the ends", Input.MAP, (graph, x) -> graph.pad(x, 0, 3, 1)),
        new OperationCase("cyclic shift", Input.MAP, (graph, x) -> graph.roll(x, -3, 1, 2)),
        new OperationCase(
            "shuffle of channels",
            Input.MAP,
            (graph, x) -> graph.permute(graph.reshape(x, 2, 3, HEIGHT, WIDTH), 1, 0, 2, 3)));
  }

  private static List<OperationCase> attention() {
    return List.of(
        new OperationCase(
            "attention",
            Input.TOKENS,
            (graph, x) -> {
              Node query = graph.linear(graph.slice(x, 0, 5, 9), "q", 8);
              return graph.attention(query, graph.linear(x, "k", 8), graph.linear(x, "v", 8), 2);
            }));
  }

  private static List<OperationCase> windowedAttention() {
    return List.of(
        new OperationCase(
            "attention in windows with a factor and a bias for all of them",
            Input.TOKENS,
            (graph, x) -> windows(graph, x, new Similarity.Product(0.25), Shape.of(3, 11, 11))),
        new OperationCase(
            "attention in windows by cosines with a bias for each",
            Input.TOKENS,
            (graph, x) ->
                windows(
                    graph,
                    graph.linear(x, "wide", 6),
                    new Similarity.Cosine(Parameter.stored("scale", Shape.of(3, 1, 1))),
                    Shape.of(8, 3, 11, 11))));
  }

  /** Eight windows of eleven tokens, three heads. */
  private static Node windows(GraphBuilder graph, Node x, Similarity similarity, Shape bias) {
    Node tokens = graph.reshape(x, 8, 11, x.shape().size(1));
    Parameter parameter = Parameter.stored("bias", bias);
    return graph.attention(tokens, tokens, tokens, 3, similarity, Bias.of(parameter));
  }

  private static List<OperationCase> activations() {
    return Arrays.stream(ActivationFunction.values())
        .map(
            function ->
                new OperationCase(
                    function.name(),
                    Input.IMAGE,
                    // Wide enough for both ends of each function.
                    (graph, x) -> graph.activation(graph.add(graph.add(x, x), x), function)))
        .toList();
  }

  /** Returns the case of this name. */
  public static OperationCase named(String name) {
    return all().stream()
        .filter(operation -> operation.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No case \"" + name + "\""));
  }
}
