package org.fe4j.zoo.graph;

import java.util.List;
import java.util.stream.Stream;
import org.fe4j.zoo.graph.OperationCase.Input;

/**
 * Cases for engines whose maps lie in another order than the graph's, such as (N, H, W, C): axes
 * that merge without lying beside each other, values of different orders that meet, windows at the
 * edges.
 */
final class LayoutCases {
  private static final int HEIGHT = OperationCase.HEIGHT;
  private static final int WIDTH = OperationCase.WIDTH;

  private LayoutCases() {}

  static List<OperationCase> all() {
    return Stream.of(
            reshapes(), meetings(), alongAxes(), windows(), edges(), convolutions(), parameters())
        .flatMap(List::stream)
        .toList();
  }

  private static OperationCase onMap(String name, OperationCase.Operation operation) {
    return new OperationCase(name, Input.MAP, operation);
  }

  private static List<OperationCase> reshapes() {
    return List.of(
        onMap(
            "channels merged with columns after a permutation",
            (graph, x) -> graph.reshape(graph.permute(x, 1, 0, 2), HEIGHT, 6 * WIDTH)),
        onMap(
            "columns merged with channels across the rows",
            (graph, x) -> graph.reshape(graph.permute(x, 2, 0, 1), 6 * WIDTH, HEIGHT)),
        onMap(
            "rows split, permuted and merged again",
            (graph, x) -> {
              Node halves = graph.reshape(x, 6, HEIGHT, 2, WIDTH / 2);
              return graph.reshape(graph.permute(halves, 0, 2, 1, 3), 12, HEIGHT * WIDTH / 2);
            }),
        onMap(
            "a map in one row, channels first",
            (graph, x) -> graph.linear(graph.flatten(graph.slice(x, 1, 0, 2)), "fc", 9)),
        onMap(
            "a map in one row, channels last",
            (graph, x) -> {
              Node last = graph.permute(graph.slice(x, 1, 0, 2), 1, 2, 0);
              return graph.linear(graph.flatten(last), "fc", 9);
            }),
        onMap(
            "a map seen as another map",
            (graph, x) -> graph.convolution(graph.reshape(x, 12, 11, 4), "conv", 3, Window.of(2))),
        onMap(
            "tokens made a map again",
            (graph, x) -> {
              Node map = graph.reshape(graph.permute(graph.tokens(x), 1, 0), 6, HEIGHT, WIDTH);
              return graph.convolution(map, "conv", 3, Window.of(2));
            }));
  }

  /** Returns a square map (6, 8, 8). */
  private static Node square(GraphBuilder graph, Node x) {
    return graph.slice(x, 1, 2, 10);
  }

  private static Node turned(GraphBuilder graph, Node x) {
    return graph.permute(x, 0, 2, 1);
  }

  private static List<OperationCase> meetings() {
    return List.of(
        onMap(
            "sum of a value and its permutation",
            (graph, x) -> graph.add(square(graph, x), turned(graph, square(graph, x)))),
        onMap(
            "sum of a permutation and its value",
            (graph, x) -> graph.add(turned(graph, square(graph, x)), square(graph, x))),
        onMap(
            "product of a value and its permutation",
            (graph, x) -> graph.multiply(square(graph, x), turned(graph, square(graph, x)))),
        onMap(
            "permuted map weighed by a value for each channel",
            (graph, x) -> {
              Node weights = graph.adaptiveAveragePooling(x, 1, 1);
              return graph.multiply(graph.permute(x, 1, 2, 0), graph.permute(weights, 1, 2, 0));
            }),
        onMap(
            "map weighed by a value for each row",
            (graph, x) -> {
              Node rows = graph.reshape(graph.mean(x, 0, 2), 1, HEIGHT, 1);
              return graph.multiply(x, rows);
            }),
        onMap(
            "map weighed by a value for each position",
            (graph, x) -> graph.multiply(x, graph.reshape(graph.mean(x, 0), 1, HEIGHT, WIDTH))),
        onMap(
            "concatenation of values with different orders of axes",
            (graph, x) -> graph.concatenate(0, square(graph, x), turned(graph, square(graph, x)))),
        onMap(
            "concatenation of columns, a permutation first",
            (graph, x) -> graph.concatenate(-1, turned(graph, square(graph, x)), square(graph, x))),
        onMap("concatenation of one", (graph, x) -> graph.concatenate(0, x)),
        onMap(
            "residual sum behind a reshape that moves nothing",
            (graph, x) -> {
              Node tokens = graph.tokens(x);
              return graph.add(graph.linear(tokens, "fc", 6), tokens);
            }));
  }

  private static List<OperationCase> alongAxes() {
    return List.of(
        onMap(
            "layer normalisation over the channels of a permuted map",
            (graph, x) -> {
              Node last = graph.permute(x, 1, 2, 0);
              return graph.permute(graph.layerNormalization(last, "ln", 1e-6), 2, 0, 1);
            }),
        onMap(
            "layer normalisation over the columns of a map",
            (graph, x) -> graph.layerNormalization(x, "ln", 1e-6)),
        onMap(
            "global response normalisation between linear layers, as in ConvNeXt V2",
            (graph, x) -> {
              Node wide = graph.linear(graph.permute(x, 1, 2, 0), "pwconv1", 12);
              Node map = graph.permute(graph.activation(wide, ActivationFunction.GELU), 2, 0, 1);
              Node normalized = graph.globalResponseNormalization(map, "grn", 1e-6);
              return graph.linear(graph.permute(normalized, 1, 2, 0), "pwconv2", 6);
            }),
        onMap(
            "global response normalisation of a map whose rows and columns are exchanged",
            (graph, x) -> graph.globalResponseNormalization(turned(graph, x), "grn", 1e-6)),
        onMap(
            "linear over the channels of a permuted map",
            (graph, x) -> graph.linear(graph.permute(x, 1, 2, 0), "fc", 5)),
        onMap("linear over the columns of a map", (graph, x) -> graph.linear(x, "fc", 5)),
        onMap(
            "rows of a map scaled by a parameter",
            (graph, x) -> graph.scale(x, "gamma", Shape.of(HEIGHT), 1)),
        onMap(
            "channels of a permuted map scaled by a parameter",
            (graph, x) -> graph.scale(graph.permute(x, 1, 2, 0), "gamma", Shape.of(6), -1)),
        onMap(
            "slice of a permuted map",
            (graph, x) -> graph.slice(graph.permute(x, 2, 0, 1), -2, 1, 4)),
        onMap("mean over the channels", (graph, x) -> graph.mean(x, 0)),
        onMap(
            "mean over the rows of a permuted map",
            (graph, x) -> graph.mean(graph.permute(x, 2, 1, 0), 1)),
        new OperationCase("mean over tokens", Input.TOKENS, (graph, x) -> graph.mean(x, 0)),
        onMap(
            "zeros behind the ends of a permuted map",
            (graph, x) -> graph.pad(graph.permute(x, 1, 2, 0), 3, 0, 1)),
        onMap(
            "cyclic shift of a permuted map",
            (graph, x) -> graph.roll(graph.permute(x, 1, 2, 0), 2, 0, 1)));
  }

  private static List<OperationCase> windows() {
    return List.of(
        onMap(
            "windows of a map, attention in them, and back",
            (graph, x) -> {
              // 2 x 2 windows of 4 x 4 positions, as in Swin.
              Node last = graph.permute(square(graph, x), 1, 2, 0);
              Node split = graph.permute(graph.reshape(last, 2, 4, 2, 4, 6), 0, 2, 1, 3, 4);
              Node tokens = graph.reshape(split, 4, 16, 6);
              Node mixed = graph.attention(tokens, tokens, tokens, 2);
              Node joined = graph.permute(graph.reshape(mixed, 2, 2, 4, 4, 6), 0, 2, 1, 3, 4);
              return graph.permute(graph.reshape(joined, 8, 8, 6), 2, 0, 1);
            }),
        onMap(
            "grid of a map, attention over it, and back",
            (graph, x) -> {
              // Every second position, as in MaxViT.
              Node split = graph.reshape(square(graph, x), 6, 4, 2, 4, 2);
              Node tokens = graph.reshape(graph.permute(split, 2, 4, 1, 3, 0), 4, 16, 6);
              Node mixed = graph.reshape(graph.attention(tokens, tokens, tokens, 3), 2, 2, 4, 4, 6);
              return graph.reshape(graph.permute(mixed, 4, 2, 0, 3, 1), 6, 8, 8);
            }),
        new OperationCase(
            "attention of one learned token",
            Input.TOKENS,
            (graph, x) ->
                graph.attention(graph.learnedTokens("probe", Shape.of(1, 1, 3)), x, x, 1)));
  }

  private static List<OperationCase> edges() {
    return List.of(
        onMap(
            "maximum with padding, rounded up",
            (graph, x) -> graph.maxPooling(x, Window.of(3).stride(2).padding(1).roundedUp())),
        onMap(
            "maximum over oblong windows",
            (graph, x) -> graph.maxPooling(x, Window.of(3, 1).padding(1, 0))),
        onMap(
            "average without padding, rounded up",
            (graph, x) -> graph.averagePooling(x, Window.of(3).stride(2).roundedUp())),
        onMap(
            "average rounded up whose last window would start in the padding",
            (graph, x) -> graph.averagePooling(x, Window.of(2).stride(3).padding(1).roundedUp())),
        onMap(
            "average with padding that keeps the size",
            (graph, x) -> graph.averagePooling(x, Window.of(3).padding(1))),
        onMap(
            "adaptive average to the size it has",
            (graph, x) -> graph.adaptiveAveragePooling(x, HEIGHT, WIDTH)),
        onMap("adaptive average to one row", (graph, x) -> graph.adaptiveAveragePooling(x, 1, 5)),
        onMap(
            "adaptive average of a permuted map",
            (graph, x) -> graph.adaptiveAveragePooling(graph.permute(x, 1, 0, 2), 4, 3)),
        onMap(
            "convolution that leaves the last row out",
            (graph, x) -> graph.convolution(x, "conv", 3, Window.of(2).stride(2))),
        onMap(
            "convolution whose padding is not the same on both sides",
            (graph, x) -> graph.convolution(x, "conv", 3, Window.of(7).stride(2).padding(3))),
        onMap(
            "convolution of single pixels with stride and padding",
            (graph, x) -> graph.convolution(x, "conv", 3, Window.of(1).stride(2).padding(1))),
        // oneDNN 3.3 ends the process where no window of a row meets the map.
        onMap(
            "convolution with windows that lie in the padding",
            (graph, x) -> {
              Node narrow = graph.slice(x, 2, 0, 3);
              Window window = Window.of(2, 1).stride(4).padding(1, 1);
              return graph.convolution(narrow, "conv", 3, window);
            }),
        // TensorFlow 2.16 makes these zeros padding of the convolution, and forgets the channels.
        onMap(
            "zeros behind channels, rows and columns, then a convolution",
            (graph, x) -> graph.convolution(graph.pad(x, 1, 2, 1), "conv", 3, Window.of(3))),
        onMap(
            "zeros behind the channels, as many as there are, then a convolution in groups",
            (graph, x) ->
                graph.groupedConvolutionWithoutBias(
                    graph.pad(x, 6, 0, 0), "conv", 4, Window.of(3), 2)),
        onMap(
            "convolution with an even kernel that pads more than it needs",
            (graph, x) -> graph.convolution(x, "conv", 3, Window.of(4).padding(2))));
  }

  private static List<OperationCase> convolutions() {
    return List.of(
        // TensorFlow 2.16 ends the process at explicit padding here, where oneDNN is on.
        onMap(
            "depthwise convolution with stride, padding and bias",
            (graph, x) -> graph.depthwiseConvolution(x, "conv", Window.of(3).stride(2).padding(1))),
        onMap(
            "depthwise convolution with padding on both sides and bias",
            (graph, x) -> graph.depthwiseConvolution(x, "conv", Window.of(5).padding(2))),
        onMap(
            "dilated depthwise convolution with bias",
            (graph, x) ->
                graph.depthwiseConvolution(x, "conv", Window.of(3).padding(2).dilation(2))),
        // Grappler makes a node without operation of this sum, and gives up on the whole graph.
        onMap(
            "depthwise convolution with bias, then a sum",
            (graph, x) ->
                graph.add(graph.depthwiseConvolution(x, "conv", Window.of(3).padding(1)), x)),
        onMap(
            "a sum, then depthwise convolution with bias as its second value",
            (graph, x) ->
                graph.add(x, graph.depthwiseConvolution(x, "conv", Window.of(3).padding(1)))),
        onMap(
            "sum of two depthwise convolutions with bias",
            (graph, x) ->
                graph.add(
                    graph.depthwiseConvolution(x, "conv1", Window.of(3).padding(1)),
                    graph.depthwiseConvolution(x, "conv2", Window.of(5).padding(2)))),
        onMap(
            "two outputs for each channel with stride and bias",
            (graph, x) ->
                graph.convolution(
                    x, "conv", 12, Window.of(3).stride(2).padding(1), 6, bias("conv", 12))),
        onMap(
            "convolution in groups with bias, then relu",
            (graph, x) ->
                graph.relu(
                    graph.convolution(x, "conv", 4, Window.of(3).padding(1), 2, bias("conv", 4)))),
        onMap(
            "convolution in groups with bias, then a sum and relu",
            (graph, x) ->
                graph.relu(
                    graph.add(
                        graph.convolution(
                            x, "conv", 6, Window.of(3).padding(1), 3, bias("conv", 6)),
                        x))),
        onMap(
            "convolution in groups with stride, without bias",
            (graph, x) ->
                graph.groupedConvolutionWithoutBias(
                    x, "conv", 9, Window.of(3).stride(2).padding(1), 3)));
  }

  private static Bias bias(String name, int channels) {
    return Bias.of(Parameter.stored(name + ".bias", Shape.of(channels)));
  }

  private static List<OperationCase> parameters() {
    return List.of(
        onMap(
            "sum of a map with a parameter",
            (graph, x) -> graph.addParameter(x, "pos", Shape.of(1, 6, HEIGHT, WIDTH))),
        onMap(
            "sum of a permuted map with a parameter",
            (graph, x) ->
                graph.addParameter(graph.permute(x, 1, 2, 0), "pos", Shape.of(HEIGHT, WIDTH, 6))),
        onMap(
            "one parameter in two shapes and orders",
            (graph, x) -> {
              Node channels = graph.addParameter(x, "pos", Shape.of(HEIGHT * WIDTH * 6));
              Node tokens = graph.tokens(x);
              Node other = graph.addParameter(tokens, "pos", Shape.of(HEIGHT * WIDTH * 6));
              return graph.add(graph.tokens(channels), other);
            }),
        onMap(
            "one weight for two convolutions",
            (graph, x) -> {
              Node once = graph.convolution(x, "conv", 6, Window.of(3).padding(1));
              return graph.convolution(once, "conv", 6, Window.of(3).padding(1));
            }),
        onMap(
            "learned value joined to a map",
            (graph, x) -> {
              Parameter parameter = Parameter.stored("row", Shape.of(6, WIDTH));
              Node row = graph.node(new Op.Learned(parameter, Shape.of(6, 1, WIDTH)));
              return graph.concatenate(1, x, row, x);
            }));
  }
}
