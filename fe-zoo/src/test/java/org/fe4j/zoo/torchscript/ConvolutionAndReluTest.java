package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Window;
import org.junit.jupiter.api.Test;

/** Both fusions of convolutions with ReLU; numbers are {@link GpuOperationTest}'s. */
class ConvolutionAndReluTest {
  private final GraphBuilder graph = new GraphBuilder();
  private final Node image = graph.image(8, 8, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

  private static List<String> lines(Node value) {
    return FusedLines.of(value, new TwoConvolutionsAndRelu(), new ConvolutionAndRelu());
  }

  private static String convolution(String value, String input, String name) {
    return "%s = torch.conv2d(%s, self.%s_weight, self.%s_bias, [1, 1], [1, 1], [1, 1], 1)"
        .formatted(value, input, name, name);
  }

  private Node same(Node x, String name) {
    return graph.convolution(x, name, 3, Window.of(3).padding(1));
  }

  @Test
  void aConvolutionAndReluAreOne() {
    Window window = Window.of(3).stride(2).padding(1, 0).dilation(2);
    assertThat(lines(graph.relu(graph.convolution(image, "conv", 4, window))))
        .containsExactly(
            "v5 = torch.cudnn_convolution_relu(v4, self.conv_weight, self.conv_bias,"
                + " [2, 2], [1, 0], [2, 2], 1)");
  }

  @Test
  void aConvolutionWithoutBiasIsToo() {
    assertThat(lines(graph.relu(graph.convolutionWithoutBias(image, "conv", 4, Window.of(3)))))
        .containsExactly(
            "v5 = torch.cudnn_convolution_relu(v4, self.conv_weight, None,"
                + " [1, 1], [0, 0], [1, 1], 1)");
  }

  @Test
  void aConvolutionInGroupsIsToo() {
    Node x = same(image, "input");
    x = graph.convolutionWithoutBias(x, "wide", 8, Window.of(1));
    x = graph.groupedConvolutionWithoutBias(x, "conv", 8, Window.of(3), 4);
    assertThat(lines(graph.relu(x)))
        .contains(
            "v7 = torch.cudnn_convolution_relu(v6, self.conv_weight, None,"
                + " [1, 1], [0, 0], [1, 1], 4)");
  }

  @Test
  void theSumInBetweenIsPartOfItWhicheverSideItStandsOn() {
    String fused =
        "v5 = torch.cudnn_convolution_add_relu(v4, self.conv_weight, v4, 1, self.conv_bias,"
            + " [1, 1], [1, 1], [1, 1], 1)";
    assertThat(lines(graph.relu(graph.add(same(image, "conv"), image)))).containsExactly(fused);
    assertThat(lines(graph.relu(graph.add(image, same(image, "conv"))))).containsExactly(fused);
  }

  @Test
  void theSecondConvolutionsBiasGoesWithTheFirstOnes() {
    assertThat(lines(graph.relu(graph.add(same(image, "a"), same(image, "b")))))
        .containsExactly(
            "v5 = torch.conv2d(v4, self.b_weight, None, [1, 1], [1, 1], [1, 1], 1)",
            "v6 = torch.add(self.a_bias, self.b_bias)",
            "v7 = torch.cudnn_convolution_add_relu(v4, self.a_weight, v5, 1, v6,"
                + " [1, 1], [1, 1], [1, 1], 1)");
  }

  @Test
  void theSecondConvolutionsBiasIsTheOnlyOneWhereTheFirstHasNone() {
    Node first = graph.convolutionWithoutBias(image, "a", 3, Window.of(1));
    assertThat(lines(graph.relu(graph.add(first, same(image, "b")))))
        .containsExactly(
            "v5 = torch.conv2d(v4, self.b_weight, None, [1, 1], [1, 1], [1, 1], 1)",
            "v6 = torch.cudnn_convolution_add_relu(v4, self.a_weight, v5, 1, self.b_bias,"
                + " [1, 1], [0, 0], [1, 1], 1)");
  }

  @Test
  void aSecondConvolutionThatSomethingElseReadsKeepsItsBias() {
    Node second = same(image, "b");
    Node x = graph.relu(graph.add(same(image, "a"), second));
    assertThat(lines(graph.add(x, second)))
        .containsExactly(
            convolution("v5", "v4", "b"),
            "v6 = torch.cudnn_convolution_add_relu(v4, self.a_weight, v5, 1, self.a_bias,"
                + " [1, 1], [1, 1], [1, 1], 1)",
            "v7 = torch.add(v6, v5)");
  }

  @Test
  void aConvolutionThatSomethingElseReadsStaysApart() {
    Node x = same(image, "conv");
    assertThat(lines(graph.add(graph.relu(x), x)))
        .containsExactly(
            convolution("v5", "v4", "conv"), "v6 = torch.relu(v5)", "v7 = torch.add(v6, v5)");
  }

  @Test
  void theSumOfAConvolutionWithItselfStaysApart() {
    Node x = same(image, "conv");
    assertThat(lines(graph.relu(graph.add(x, x))))
        .containsExactly(
            convolution("v5", "v4", "conv"), "v6 = torch.add(v5, v5)", "v7 = torch.relu(v6)");
  }

  @Test
  void aDepthwiseConvolutionStaysApart() {
    assertThat(lines(graph.relu(graph.depthwiseConvolution(image, "conv", Window.of(3)))))
        .noneMatch(line -> line.contains("cudnn"));
    Bias bias = Bias.of(Parameter.stored("b", Shape.of(6)));
    Node twice = graph.convolution(image, "conv", 6, Window.of(3), 3, bias);
    assertThat(lines(graph.relu(twice))).noneMatch(line -> line.contains("cudnn"));
  }

  @Test
  void anotherActivationStaysApart() {
    Node x = graph.activation(same(image, "conv"), ActivationFunction.RELU6);
    assertThat(lines(x))
        .containsExactly(convolution("v5", "v4", "conv"), "v6 = torch.hardtanh(v5, 0., 6.)");
  }
}
