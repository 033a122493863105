package org.fe4j.zoo.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableMultiset;
import com.google.common.collect.Multiset;
import com.google.common.collect.Multisets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.fe4j.zoo.compiler.Passes;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.OperationCases;
import org.fe4j.zoo.graph.Window;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * TensorFlow joins operations only where they stand in the pattern that it looks for, and says
 * nothing where they do not: the features stay right, and take longer. So these tests look at what
 * was run.
 */
class FusionTest {
  private static final String CONVOLUTION = "_MklNativeFusedConv2D";
  private static final String DEPTHWISE = "_MklNativeFusedDepthwiseConv2dNative";
  private static final String LINEAR = "_MklNativeFusedMatMul";

  /** What a bias, an activation or a residual sum is by itself. */
  private static final Set<String> SEPARATE =
      Set.of("BiasAdd", "AddV2", "AddN", "Relu", "Relu6", "Erf", "Tanh", "Sigmoid", "_MklSwish");

  @BeforeAll
  static void needOneDnn(@TempDir Path folder) throws IOException {
    assumeTrue(
        PartitionGraph.of(OperationCases.named("convolution").graph(), folder).isOnOneDnn(),
        "TensorFlow runs without oneDNN here, which other fusions hold for");
  }

  private static ImmutableMultiset<String> operations(Graph graph, Path folder) throws IOException {
    return PartitionGraph.of(graph, folder).operations();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "convolution, then RELU | _MklNativeFusedConv2D[BiasAdd, Relu]",
        "convolution, then RELU6 | _MklNativeFusedConv2D[BiasAdd, Relu6]",
        "convolution, then SILU | _MklNativeFusedConv2D[BiasAdd, _MklSwish]",
        "convolution, then HARD_SWISH | _MklNativeFusedConv2D[BiasAdd, _FusedHardSwish]",
        "convolution, then a sum | _MklNativeFusedConv2D[BiasAdd, Add]",
        "convolution, then a sum as its second value and relu"
            + " | _MklNativeFusedConv2D[BiasAdd, Add, Relu]",
        "sum of two convolutions | _MklNativeFusedConv2D[BiasAdd, Add]",
        "convolution in groups with bias, then relu | _MklNativeFusedConv2D[BiasAdd, Relu]",
        "depthwise convolution, then RELU | _MklNativeFusedDepthwiseConv2dNative[BiasAdd, Relu]",
        "depthwise convolution, then RELU6 | _MklNativeFusedDepthwiseConv2dNative[BiasAdd, Relu6]",
        "depthwise convolution, then HARD_SWISH"
            + " | _MklNativeFusedDepthwiseConv2dNative[BiasAdd, _FusedHardSwish]",
        "depthwise convolution with stride, padding and bias"
            + " | _MklNativeFusedDepthwiseConv2dNative[BiasAdd]",
        "linear, then RELU | _MklNativeFusedMatMul[BiasAdd, Relu]",
        "linear, then GELU | _MklNativeFusedMatMul[BiasAdd, GeluExact]",
        "linear, then GELU_TANH | _MklNativeFusedMatMul[BiasAdd, GeluApproximate]",
        "linear, then TANH | _MklNativeFusedMatMul[BiasAdd, Tanh]",
        "linear, then a sum | _MklNativeFusedMatMul[BiasAdd, Add]",
        "SILU | _MklSwish",
      })
  void anOperationIsOneWithWhatFollows(String name, String operation, @TempDir Path folder)
      throws IOException {
    assertThat(operations(OperationCases.named(name).graph(), folder)).contains(operation);
  }

  /**
   * Where Grappler makes a node without an operation, TensorFlow runs the whole graph as it was
   * written, without a single fusion.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "depthwise convolution with bias, then a sum | 1",
        "a sum, then depthwise convolution with bias as its second value | 1",
        "sum of two depthwise convolutions with bias | 2",
      })
  void aSumBehindADepthwiseConvolutionCostsNoOtherFusion(
      String name, int depthwise, @TempDir Path folder) throws IOException {
    Multiset<String> operations = operations(OperationCases.named(name).graph(), folder);
    assertThat(operations.count(CONVOLUTION + "[BiasAdd]")).isEqualTo(1);
    assertThat(operations.count(DEPTHWISE + "[BiasAdd]")).isEqualTo(depthwise);
  }

  @Test
  void aResidualNetworkConsistsOfFusedConvolutions(@TempDir Path folder) throws IOException {
    GraphBuilder graph = new GraphBuilder();
    Node x = image(graph);
    x = graph.relu(normalized(graph, x, "conv1", 8, Window.of(7).stride(2).padding(3)));
    x = graph.maxPooling(x, Window.of(3).stride(2).padding(1));
    x = residual(graph, x, "layer1.0", 8, 1);
    x = residual(graph, x, "layer1.1", 8, 1);
    x = residual(graph, x, "layer2.0", 16, 2);
    graph.tap("out", graph.linear(graph.spatialMean(x), "fc", 5));

    Multiset<String> operations = operations(Passes.standard().run(graph.build()), folder);

    assertThat(joined(operations))
        .isEqualTo(
            ImmutableMultiset.builder()
                .addCopies(CONVOLUTION + "[BiasAdd, Relu]", 4)
                .addCopies(CONVOLUTION + "[BiasAdd, Add, Relu]", 3)
                .add(CONVOLUTION + "[BiasAdd]") // where the size of the map changes
                .add(LINEAR + "[BiasAdd]")
                .build());
    assertThat(operations.elementSet()).doesNotContainAnyElementsOf(SEPARATE);
  }

  private static Node residual(GraphBuilder graph, Node x, String name, int channels, int stride) {
    Window window = Window.of(3).padding(1);
    Node y = graph.relu(normalized(graph, x, name + ".conv1", channels, window.stride(stride)));
    y = normalized(graph, y, name + ".conv2", channels, window);
    Node shortcut =
        stride == 1
            ? x
            : normalized(graph, x, name + ".downsample", channels, Window.of(1).stride(stride));
    return graph.relu(graph.add(y, shortcut));
  }

  private static Node normalized(
      GraphBuilder graph, Node x, String name, int channels, Window window) {
    Node y = graph.convolutionWithoutBias(x, name, channels, window);
    return graph.batchNormalization(y, name + ".bn", 1e-5);
  }

  @Test
  void anInvertedResidualConsistsOfFusedConvolutions(@TempDir Path folder) throws IOException {
    GraphBuilder graph = new GraphBuilder();
    Node x = image(graph);
    x = graph.activation(convolution(graph, x, "stem"), ActivationFunction.HARD_SWISH);
    Node y = graph.activation(convolution(graph, x, "expand"), ActivationFunction.RELU6);
    y = graph.depthwiseConvolution(y, "depthwise", Window.of(3).padding(1));
    y = graph.activation(y, ActivationFunction.RELU6);
    y = graph.convolution(y, "project", 8, Window.of(1));
    x = graph.add(y, x);
    graph.tap("out", graph.spatialMean(x));

    Multiset<String> operations = operations(graph.build(), folder);

    assertThat(joined(operations))
        .isEqualTo(
            ImmutableMultiset.of(
                CONVOLUTION + "[BiasAdd, _FusedHardSwish]",
                CONVOLUTION + "[BiasAdd, Relu6]",
                DEPTHWISE + "[BiasAdd, Relu6]",
                CONVOLUTION + "[BiasAdd, Add]"));
    assertThat(operations.elementSet()).doesNotContainAnyElementsOf(SEPARATE);
  }

  private static Node convolution(GraphBuilder graph, Node x, String name) {
    return graph.convolution(x, name, 8, Window.of(3).padding(1));
  }

  /** The perceptron of a transformer; the sums of its layer normalisation are no part of that. */
  @ParameterizedTest
  @CsvSource({"GELU, GeluExact", "GELU_TANH, GeluApproximate"})
  void aPerceptronIsTwoProducts(ActivationFunction function, String fused, @TempDir Path folder)
      throws IOException {
    GraphBuilder graph = new GraphBuilder();
    Node x = graph.tokens(graph.convolution(image(graph), "patches", 12, Window.of(8).stride(8)));
    for (int block = 0; block < 2; block++) {
      Node y = graph.layerNormalization(x, "norm" + block, 1e-6);
      y = graph.activation(graph.linear(y, "fc1." + block, 48), function);
      x = graph.add(x, graph.linear(y, "fc2." + block, 12));
    }
    graph.tap("out", graph.mean(x, 0));

    Multiset<String> operations = operations(graph.build(), folder);

    assertThat(joined(operations))
        .isEqualTo(
            ImmutableMultiset.builder()
                .add(CONVOLUTION + "[BiasAdd]")
                .addCopies(LINEAR + "[BiasAdd, " + fused + "]", 2)
                .addCopies(LINEAR + "[BiasAdd, Add]", 2)
                .build());
    assertThat(operations.elementSet()).doesNotContain("BiasAdd", "Erf", "Tanh");
  }

  private static Node image(GraphBuilder graph) {
    return graph.image(32, 32, List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2));
  }

  /** Returns convolutions and linear layers with what they were fused with. */
  private static Multiset<String> joined(Multiset<String> operations) {
    return Multisets.filter(
        operations, operation -> operation.matches(".*(Conv2D|Conv2dNative|MatMul)\\b.*"));
  }
}
