package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.compiler.ParameterValues;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.ReferenceInterpreter;
import org.fe4j.zoo.graph.ReferenceParameters;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Similarity;
import org.fe4j.zoo.graph.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each operation: the lines that are written for it, and what libtorch makes of them beside the
 * plain-Java interpreter in float64.
 */
class OperationTest {
  private static final int HEIGHT = 11;
  private static final int WIDTH = 8;

  // A rounding of float32 is 6e-8; an operation here sums at most a few hundred products.
  private static final double TOLERANCE = 5e-7;

  /** What an operation is applied to; it is not what is tested. */
  private enum Input {
    /** (3, 11, 8). */
    IMAGE,
    /** (6, 11, 8). */
    MAP,
    /** (88, 3). */
    TOKENS;

    Node of(GraphBuilder graph) {
      Node image = graph.image(HEIGHT, WIDTH, List.of(0.5, 0.4, 0.3), List.of(0.2, 0.3, 0.4));
      return switch (this) {
        case IMAGE -> image;
        case MAP -> graph.convolution(image, "input", 6, Window.of(1));
        case TOKENS -> graph.tokens(image);
      };
    }
  }

  private record Case(
      String name, Input input, BiFunction<GraphBuilder, Node, Node> operation, String lines) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
            convolutions(),
            maps(),
            pooling(),
            tokens(),
            rearrangements(),
            attention(),
            windowedAttention(),
            activations())
        .flatMap(List::stream);
  }

  private static List<Case> convolutions() {
    return List.of(
        new Case(
            "convolution",
            Input.IMAGE,
            (graph, x) -> graph.convolution(x, "conv", 5, Window.of(3).stride(2).padding(1)),
            """
            x = torch.conv2d(x, self.conv_weight, self.conv_bias, [2, 2], [1, 1], [1, 1], 1)
            """),
        new Case(
            "oblong convolution without bias",
            Input.IMAGE,
            (graph, x) ->
                graph.convolutionWithoutBias(x, "conv", 5, Window.of(1, 7).padding(0, 3).stride(3)),
            """
            x = torch.conv2d(x, self.conv_weight, None, [3, 3], [0, 3], [1, 1], 1)
            """),
        new Case(
            "dilated convolution in groups",
            Input.MAP,
            (graph, x) ->
                graph.convolution(
                    x,
                    "conv",
                    4,
                    Window.of(3).padding(2).dilation(2),
                    2,
                    Bias.of(Parameter.stored("conv.bias", Shape.of(4)))),
            """
            x = torch.conv2d(x, self.conv_weight, self.conv_bias, [1, 1], [2, 2], [2, 2], 2)
            """),
        new Case(
            "depthwise convolution",
            Input.MAP,
            (graph, x) ->
                graph.groupedConvolutionWithoutBias(x, "conv", 12, Window.of(3).padding(1), 6),
            """
            x = torch.conv2d(x, self.conv_weight, None, [1, 1], [1, 1], [1, 1], 6)
            """));
  }

  private static List<Case> maps() {
    return List.of(
        new Case(
            "batch normalisation",
            Input.MAP,
            (graph, x) -> graph.batchNormalization(x, "bn", 1e-3),
            """
            x = torch.batch_norm(x, self.bn_weight, self.bn_bias, self.bn_running_mean, \
            self.bn_running_var, False, 0., 0.001, False)
            """),
        new Case(
            "sum of two values",
            Input.MAP,
            (graph, x) -> graph.add(graph.relu(x), x),
            """
            y = torch.relu(x)
            x = torch.add(y, x)
            """),
        new Case(
            "product of two values",
            Input.MAP,
            (graph, x) -> graph.multiply(graph.relu(x), x),
            """
            y = torch.relu(x)
            x = torch.mul(y, x)
            """),
        new Case(
            "channels weighed by a value",
            Input.MAP,
            (graph, x) -> graph.multiply(x, graph.adaptiveAveragePooling(x, 1, 1)),
            """
            y = torch.adaptive_avg_pool2d(x, [1, 1])
            x = torch.mul(x, y)
            """),
        new Case(
            "channels scaled by a parameter",
            Input.MAP,
            (graph, x) -> graph.scale(x, "layer_scale", Shape.of(6, 1, 1), 0),
            """
            y = torch.reshape(self.layer_scale, [-1, 1, 1])
            x = torch.mul(x, y)
            """),
        new Case(
            "concatenation of channels",
            Input.MAP,
            (graph, x) -> graph.concatenate(0, x, graph.relu(x), x),
            """
            y = torch.relu(x)
            x = torch.cat([x, y, x], 1)
            """));
  }

  private static List<Case> pooling() {
    return List.of(
        new Case(
            "maximum",
            Input.MAP,
            (graph, x) -> graph.maxPooling(x, Window.of(3).stride(2).padding(1)),
            """
            x = torch.max_pool2d(x, [3, 3], [2, 2], [1, 1], [1, 1], False)
            """),
        new Case(
            "maximum rounded up",
            Input.MAP,
            (graph, x) -> graph.maxPooling(x, Window.of(3).stride(2).roundedUp()),
            """
            x = torch.max_pool2d(x, [3, 3], [2, 2], [0, 0], [1, 1], True)
            """),
        new Case(
            "maximum rounded up whose last window would start in the padding",
            Input.MAP,
            (graph, x) -> graph.maxPooling(x, Window.of(2).stride(3).padding(1).roundedUp()),
            """
            x = torch.max_pool2d(x, [2, 2], [3, 3], [1, 1], [1, 1], True)
            """),
        new Case(
            "average with padding that counts",
            Input.MAP,
            (graph, x) -> graph.averagePooling(x, Window.of(3).stride(2).padding(1)),
            """
            x = torch.avg_pool2d(x, [3, 3], [2, 2], [1, 1], False, True, None)
            """),
        new Case(
            "average rounded up",
            Input.MAP,
            (graph, x) -> graph.averagePooling(x, Window.of(3).stride(2).padding(1).roundedUp()),
            """
            x = torch.avg_pool2d(x, [3, 3], [2, 2], [1, 1], True, True, None)
            """),
        new Case(
            "adaptive average to fewer, more and as many windows",
            Input.MAP,
            (graph, x) ->
                graph.concatenate(
                    0,
                    graph.adaptiveAveragePooling(x, 7, 7),
                    graph.adaptiveAveragePooling(graph.adaptiveAveragePooling(x, 3, 16), 7, 7)),
            """
            y = torch.adaptive_avg_pool2d(x, [7, 7])
            z = torch.adaptive_avg_pool2d(x, [3, 16])
            z1 = torch.adaptive_avg_pool2d(z, [7, 7])
            x = torch.cat([y, z1], 1)
            """),
        new Case(
            "spatial mean",
            Input.MAP,
            GraphBuilder::spatialMean,
            """
            x = torch.mean(x, [2, 3])
            """));
  }

  private static List<Case> tokens() {
    return List.of(
        new Case(
            "map to tokens",
            Input.MAP,
            GraphBuilder::tokens,
            """
            y = torch.reshape(x, [-1, 6, 88])
            x = torch.permute(y, [0, 2, 1])
            """),
        new Case(
            "layer normalisation",
            Input.TOKENS,
            (graph, x) -> graph.layerNormalization(x, "ln", 1e-6),
            """
            x = torch.layer_norm(x, [3], self.ln_weight, self.ln_bias, 1.0E-6, False)
            """),
        new Case(
            "linear",
            Input.TOKENS,
            (graph, x) -> graph.linear(x, "fc", 7),
            """
            x = torch.linear(x, self.fc_weight, self.fc_bias)
            """),
        new Case(
            "channels of tokens scaled by a parameter",
            Input.TOKENS,
            (graph, x) -> graph.scale(x, "gamma", Shape.of(3), -1),
            """
            x = torch.mul(x, self.gamma)
            """),
        new Case(
            "linear without bias",
            Input.TOKENS,
            (graph, x) -> graph.linear(x, Parameter.stored("proj", Shape.of(7, 3)), Bias.none()),
            """
            x = torch.linear(x, self.proj, None)
            """),
        new Case(
            "sum with a parameter",
            Input.TOKENS,
            (graph, x) -> graph.addParameter(x, "pos", Shape.of(88, 3)),
            """
            x = torch.add(x, self.pos)
            """),
        new Case(
            "sum with a parameter of another shape",
            Input.TOKENS,
            (graph, x) -> graph.addParameter(x, "pos", Shape.of(1, 88, 1, 3)),
            """
            y = torch.reshape(self.pos, [1, 88, 3])
            x = torch.add(x, y)
            """));
  }

  private static List<Case> rearrangements() {
    return List.of(
        new Case(
            "learned tokens",
            Input.TOKENS,
            (graph, x) -> graph.concatenate(0, x, graph.learnedTokens("reg", Shape.of(1, 2, 3))),
            """
            y = torch.reshape(self.reg, [1, 2, 3])
            z = torch.size(x, 0)
            z1 = torch.expand(y, [z, -1, -1])
            x = torch.cat([x, z1], 1)
            """),
        new Case(
            "slices along positive and negative axes",
            Input.TOKENS,
            (graph, x) -> graph.concatenate(-1, graph.slice(x, 1, 1, 3), graph.slice(x, -1, 0, 1)),
            """
            y = torch.slice(x, 2, 1, 3)
            z = torch.slice(x, -1, 0, 1)
            x = torch.cat([y, z], -1)
            """),
        new Case(
            "one token",
            Input.TOKENS,
            (graph, x) -> graph.token(x, 4),
            """
            y = torch.slice(x, 1, 4, 5)
            x = torch.reshape(y, [-1, 3])
            """),
        new Case(
            "zeros behind the ends",
            Input.MAP,
            (graph, x) -> graph.pad(x, 0, 3, 1),
            """
            x = torch.constant_pad_nd(x, [0, 1, 0, 3, 0, 0], 0.)
            """),
        new Case(
            "cyclic shift",
            Input.MAP,
            (graph, x) -> graph.roll(x, -3, 1, 2),
            """
            x = torch.roll(x, [-3, -3], [2, 3])
            """),
        new Case(
            "shuffle of channels",
            Input.MAP,
            (graph, x) -> graph.permute(graph.reshape(x, 2, 3, HEIGHT, WIDTH), 1, 0, 2, 3),
            """
            y = torch.reshape(x, [-1, 2, 3, 11, 8])
            x = torch.permute(y, [0, 2, 1, 3, 4])
            """));
  }

  private static List<Case> attention() {
    return List.of(
        new Case(
            "attention",
            Input.TOKENS,
            (graph, x) -> {
              Node query = graph.linear(graph.slice(x, 0, 5, 9), "q", 8);
              return graph.attention(query, graph.linear(x, "k", 8), graph.linear(x, "v", 8), 2);
            },
            """
            y = torch.slice(x, 1, 5, 9)
            z = torch.linear(y, self.q_weight, self.q_bias)
            z1 = torch.linear(x, self.k_weight, self.k_bias)
            z2 = torch.linear(x, self.v_weight, self.v_bias)
            z3 = torch.reshape(z, [-1, 4, 2, 4])
            z4 = torch.transpose(z3, -3, -2)
            z5 = torch.reshape(z1, [-1, 88, 2, 4])
            z6 = torch.transpose(z5, -3, -2)
            z7 = torch.reshape(z2, [-1, 88, 2, 4])
            z8 = torch.transpose(z7, -3, -2)
            z9 = torch.scaled_dot_product_attention(z4, z6, z8)
            z10 = torch.transpose(z9, -3, -2)
            x = torch.reshape(z10, [-1, 4, 8])
            """));
  }

  private static List<Case> windowedAttention() {
    return List.of(
        new Case(
            "attention in windows with a factor and a bias for all of them",
            Input.TOKENS,
            (graph, x) -> windows(graph, x, new Similarity.Product(0.25), Shape.of(3, 11, 11)),
            """
            y = torch.reshape(x, [-1, 8, 11, 3])
            z = torch.reshape(y, [-1, 11, 3, 1])
            z1 = torch.transpose(z, -3, -2)
            z2 = torch.reshape(y, [-1, 11, 3, 1])
            z3 = torch.transpose(z2, -3, -2)
            z4 = torch.reshape(y, [-1, 11, 3, 1])
            z5 = torch.transpose(z4, -3, -2)
            z6 = torch.reshape(self.bias, [1, 3, 11, 11])
            z7 = torch.scaled_dot_product_attention(z1, z3, z5, z6, scale=0.25)
            z8 = torch.transpose(z7, -3, -2)
            x = torch.reshape(z8, [-1, 8, 11, 3])
            """),
        new Case(
            "attention in windows by cosines with a bias for each",
            Input.TOKENS,
            (graph, x) ->
                windows(
                    graph,
                    graph.linear(x, "wide", 6),
                    new Similarity.Cosine(Parameter.stored("scale", Shape.of(3, 1, 1))),
                    Shape.of(8, 3, 11, 11)),
            """
            y = torch.linear(x, self.wide_weight, self.wide_bias)
            z = torch.reshape(y, [-1, 8, 11, 6])
            z1 = torch.reshape(z, [-1, 8, 11, 3, 2])
            z2 = torch.transpose(z1, -3, -2)
            z3 = torch.reshape(z, [-1, 8, 11, 3, 2])
            z4 = torch.transpose(z3, -3, -2)
            z5 = torch.reshape(z, [-1, 8, 11, 3, 2])
            z6 = torch.transpose(z5, -3, -2)
            z7 = torch.reshape(self.scale, [-1, 1, 1])
            z8 = torch.linalg_vector_norm(z2, 2, [-1], True)
            z9 = torch.clamp_min(z8, 1e-12)
            z10 = torch.div(z2, z9)
            z11 = torch.mul(z10, z7)
            z12 = torch.linalg_vector_norm(z4, 2, [-1], True)
            z13 = torch.clamp_min(z12, 1e-12)
            z14 = torch.div(z4, z13)
            z15 = torch.reshape(self.bias, [1, 8, 3, 11, 11])
            z16 = torch.scaled_dot_product_attention(z11, z14, z6, z15, scale=1.0)
            z17 = torch.transpose(z16, -3, -2)
            x = torch.reshape(z17, [-1, 8, 11, 6])
            """));
  }

  /** Eight windows of eleven tokens, three heads. */
  private static Node windows(GraphBuilder graph, Node x, Similarity similarity, Shape bias) {
    Node tokens = graph.reshape(x, 8, 11, x.shape().size(1));
    Parameter parameter = Parameter.stored("bias", bias);
    return graph.attention(tokens, tokens, tokens, 3, similarity, Bias.of(parameter));
  }

  private static List<Case> activations() {
    return Arrays.stream(ActivationFunction.values())
        .map(
            function ->
                new Case(
                    function.name(),
                    Input.IMAGE,
                    // Wide enough for both ends of each function.
                    (graph, x) -> graph.activation(graph.add(graph.add(x, x), x), function),
                    "y = torch.add(x, x)\nz = torch.add(y, x)\n" + activation(function)))
        .toList();
  }

  private static String activation(ActivationFunction function) {
    return switch (function) {
      case RELU -> "x = torch.relu(z)\n";
      case RELU6 -> "x = torch.hardtanh(z, 0., 6.)\n";
      case GELU -> "x = torch.gelu(z)\n";
      case GELU_TANH -> "x = torch.gelu(z, approximate=\"tanh\")\n";
      case QUICK_GELU -> "z1 = torch.mul(z, 1.702)\nz2 = torch.sigmoid(z1)\nx = torch.mul(z, z2)\n";
      case SILU -> "x = torch.silu(z)\n";
      case SIGMOID -> "x = torch.sigmoid(z)\n";
      case TANH -> "x = torch.tanh(z)\n";
      case HARD_SWISH -> "x = torch.hardswish(z)\n";
      case HARD_SIGMOID -> "x = torch.hardsigmoid(z)\n";
    };
  }

  @Test
  void noOperationIsWithoutACase() {
    Set<Class<?>> tested =
        cases()
            .flatMap(operation -> graph(operation, true).nodes().stream())
            .map(node -> node.op().getClass())
            .collect(Collectors.toSet());
    assertThat(tested).contains(Op.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isWrittenAs(Case operation) {
    assertThat(operationLines(operation)).isEqualTo(operation.lines);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheReference(Case operation, @TempDir Path directory) throws Exception {
    Graph graph = graph(operation, true);
    MemoryCheckpoint checkpoint = MemoryCheckpoint.random(graph, 3);
    ReferenceInterpreter reference = ReferenceInterpreter.of(ReferenceParameters.of(checkpoint));
    int image = HEIGHT * WIDTH * 3;
    byte[] pixels = TorchScriptCompilerTest.noise(7, 3 * image);
    for (MemoryLayout layout : MemoryLayout.values()) {
      Path file = directory.resolve(layout + ".pt");
      write(graph, checkpoint, layout, file);
      try (TorchScript script = new TorchScript(file)) {
        float[] three = script.forward(pixels, HEIGHT, WIDTH);
        for (int i = 0; i < 3; i++) {
          byte[] one = Arrays.copyOfRange(pixels, i * image, (i + 1) * image);
          double[] expected = reference.run(graph, one).values().iterator().next();
          int size = expected.length;
          assertThat(relativeError(Arrays.copyOfRange(three, i * size, (i + 1) * size), expected))
              .isLessThan(TOLERANCE);
          assertThat(relativeError(script.forward(one, HEIGHT, WIDTH), expected))
              .isLessThan(TOLERANCE);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void pixelsAreNormalizedAsTheReferenceDoes(MemoryLayout layout, @TempDir Path directory)
      throws Exception {
    GraphBuilder graph = new GraphBuilder();
    graph.tap("out", graph.flatten(Input.IMAGE.of(graph)));
    Path file = directory.resolve("model.pt");
    write(graph.build(), new MemoryCheckpoint(), layout, file);
    byte[] pixels = TorchScriptCompilerTest.noise(5, HEIGHT * WIDTH * 3);
    float[] mean = {0.5f, 0.4f, 0.3f};
    float[] deviation = {0.2f, 0.3f, 0.4f};
    float[] expected = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int channel = i % 3;
      expected[channel * HEIGHT * WIDTH + i / 3] =
          ((pixels[i] & 0xff) / 255f - mean[channel]) / deviation[channel];
    }
    try (TorchScript script = new TorchScript(file)) {
      assertThat(script.forward(pixels, HEIGHT, WIDTH)).isEqualTo(expected);
    }
  }

  private static void write(
      Graph graph, MemoryCheckpoint checkpoint, MemoryLayout layout, Path file) throws IOException {
    Emission emission = new Emission(TorchElement.FLOAT32, TorchElement.FLOAT32, layout);
    TorchScriptCompiler.program(graph, ParameterValues.of(checkpoint), emission)
        .write(file, Durability.IN_MEMORY, ProgressListener.NONE);
  }

  /** Returns the operation's own lines: input and result are called x, values between y, z, z1. */
  private static String operationLines(Case operation) {
    List<String> lines = emit(graph(operation, true));
    List<String> input = emit(graph(operation, false));
    // Behind the operation: reshape, unless it gives one row itself, contiguous, return.
    String returned = lines.get(lines.size() - 2);
    String result = returned.replaceAll(".*\\((v\\d+)\\)", "$1");
    int begin = input.size() - 3;
    List<String> own = new ArrayList<>(lines.subList(begin, lines.size() - 2));
    if (!oneRow(operation)) {
      result = own.remove(own.size() - 1).replaceAll(".*\\((v\\d+), .*", "$1");
    }
    String x = "v" + (begin - 1);
    Map<String, String> names = new LinkedHashMap<>(Map.of(x, "x", result, "x"));
    String text = String.join("\n", own) + "\n";
    Matcher value = Pattern.compile("\\bv\\d+\\b").matcher(text);
    return value.replaceAll(
        found -> names.computeIfAbsent(found.group(), name -> between(names.size())));
  }

  private static String between(int known) {
    return known == 2 ? "y" : known == 3 ? "z" : "z" + (known - 3);
  }

  private static boolean oneRow(Case operation) {
    GraphBuilder graph = new GraphBuilder();
    return operation.operation.apply(graph, operation.input.of(graph)).shape().rank() == 1;
  }

  private static List<String> emit(Graph graph) {
    Emission emission =
        new Emission(TorchElement.FLOAT32, TorchElement.FLOAT32, MemoryLayout.CHANNELS_LAST);
    return CodeEmitter.emit(graph, emission, (parameter, begin, target, count) -> {}).lines();
  }

  private static Graph graph(Case operation, boolean whole) {
    GraphBuilder graph = new GraphBuilder();
    Node x = operation.input.of(graph);
    if (whole) {
      x = operation.operation.apply(graph, x);
    }
    graph.tap("out", x.shape().rank() == 1 ? x : graph.flatten(x));
    return graph.build();
  }

  static double relativeError(float[] found, double[] expected) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += (found[i] - expected[i]) * (found[i] - expected[i]);
      norm += expected[i] * expected[i];
    }
    return Math.sqrt(difference / norm);
  }
}
