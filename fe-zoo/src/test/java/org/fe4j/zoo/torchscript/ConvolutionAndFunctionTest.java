package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;
import org.junit.jupiter.api.Test;

/** Convolutions beside what follows, and in float32; numbers are {@link GpuOperationTest}'s. */
class ConvolutionAndFunctionTest {
  private static final Fusion PLAIN = new ConvolutionAndFunction(GpuConvolution.PLAIN);
  private static final Fusion EXACT = new ConvolutionAndFunction(GpuConvolution.EXACT);
  private static final Fusion ALONE = new ConvolutionAlone(GpuConvolution.EXACT);
  private static final String EXACTLY = "False, [0, 0], 1, False, True, True, False)";

  private final GraphBuilder graph = new GraphBuilder();
  private final Node image = graph.image(8, 8, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
  private final Node product = graph.convolution(image, "conv", 4, Window.of(3));

  @Test
  void theBiasStandsBesideTheActivation() {
    assertThat(FusedLines.of(graph.activation(product, ActivationFunction.SILU), PLAIN))
        .containsExactly(
            "v5 = torch.reshape(self.conv_bias, [1, -1, 1, 1])",
            "v6 = torch.conv2d(v4, self.conv_weight, None, [1, 1], [0, 0], [1, 1], 1)",
            "v7 = torch.add(v6, v5)",
            "v8 = torch.silu(v7)");
  }

  @Test
  void aDepthwiseConvolutionsBiasDoesToo() {
    Node x = graph.depthwiseConvolution(image, "conv", Window.of(3).padding(1));
    assertThat(FusedLines.of(graph.activation(x, ActivationFunction.HARD_SWISH), PLAIN))
        .containsExactly(
            "v5 = torch.reshape(self.conv_bias, [1, -1, 1, 1])",
            "v6 = torch.conv2d(v4, self.conv_weight, None, [1, 1], [1, 1], [1, 1], 3)",
            "v7 = torch.add(v6, v5)",
            "v8 = torch.hardswish(v7)");
  }

  @Test
  void aConvolutionWithoutBiasIsWrittenByItself() {
    Node x = graph.convolutionWithoutBias(image, "conv", 4, Window.of(3));
    assertThat(FusedLines.of(graph.activation(x, ActivationFunction.SILU), PLAIN))
        .containsExactly(
            "v5 = torch.conv2d(v4, self.conv_weight, None, [1, 1], [0, 0], [1, 1], 1)",
            "v6 = torch.silu(v5)");
  }

  @Test
  void aConvolutionThatSomethingElseReadsKeepsItsBias() {
    assertThat(
            FusedLines.of(
                graph.multiply(product, graph.activation(product, ActivationFunction.SIGMOID)),
                PLAIN))
        .containsExactly(
            "v5 = torch.conv2d(v4, self.conv_weight, self.conv_bias, [1, 1], [0, 0], [1, 1], 1)",
            "v6 = torch.sigmoid(v5)",
            "v7 = torch.mul(v5, v6)");
  }

  @Test
  void inFloat32NeitherTakesTf32() {
    assertThat(FusedLines.of(graph.relu(product), EXACT, ALONE))
        .containsExactly(
            "v5 = torch.reshape(self.conv_bias, [1, -1, 1, 1])",
            "v6 = torch._convolution(v4, self.conv_weight, None, [1, 1], [0, 0], [1, 1], "
                + EXACTLY,
            "v7 = torch.add(v6, v5)",
            "v8 = torch.relu(v7)");
    assertThat(FusedLines.of(product, EXACT, ALONE))
        .containsExactly(
            "v5 = torch._convolution(v4, self.conv_weight, self.conv_bias,"
                + " [1, 1], [0, 0], [1, 1], "
                + EXACTLY);
  }
}
