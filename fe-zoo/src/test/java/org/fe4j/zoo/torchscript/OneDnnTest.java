package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written; that it computes the same, {@link OperationTest} sees. */
class OneDnnTest {
  private static final String NONE = "annotate(List[Optional[number]], [])";

  private final GraphBuilder graph = new GraphBuilder();
  private final Node image = graph.image(4, 4, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          RELU         | "relu", NO_SCALARS, ""
          RELU6        | "hardtanh", annotate(List[Optional[number]], [0., 6.]), ""
          GELU         | "gelu", NO_SCALARS, "none"
          GELU_TANH    | "gelu", NO_SCALARS, "tanh"
          SILU         | "swish", NO_SCALARS, ""
          SIGMOID      | "sigmoid", NO_SCALARS, ""
          TANH         | "tanh", NO_SCALARS, ""
          HARD_SWISH   | "hardswish", NO_SCALARS, ""
          HARD_SIGMOID | "hardsigmoid", NO_SCALARS, ""
          """)
  void takesAnActivationAlong(ActivationFunction function, String behind) {
    Node map = graph.convolution(image, "conv", 4, Window.of(3).stride(2).padding(1));
    Node row = graph.linear(graph.spatialMean(graph.activation(map, function)), "fc", 2);
    assertThat(lines(graph.activation(row, function)))
        .containsSubsequence(
            "v5 = ops.mkldnn._convolution_pointwise(v4, self.conv_weight, self.conv_bias, [1, 1], [2, 2], [1, 1], 1, %s)"
                .formatted(behind.replace("NO_SCALARS", NONE)),
            "v6 = torch.mean(v5, [2, 3])",
            "v7 = ops.mkldnn._linear_pointwise(v6, self.fc_weight, self.fc_bias, %s)"
                .formatted(behind.replace("NO_SCALARS", NONE)),
            "v8 = torch.contiguous(v7)");
  }

  @Test
  void leavesWhatOneDnnDoesNotHaveBehindTheProduct() {
    Node map = graph.convolutionWithoutBias(image, "conv", 4, Window.of(1));
    assertThat(lines(graph.spatialMean(graph.activation(map, ActivationFunction.QUICK_GELU))))
        .contains(
            "v5 = ops.mkldnn._convolution_pointwise(v4, self.conv_weight, None, [0, 0], [1, 1], [1, 1], 1, \"none\", %s, \"\")"
                .formatted(NONE),
            "v6 = torch.mul(v5, 1.702)");
  }

  @Test
  void keepsWindowsInThePaddingFromIt() {
    Node map = graph.convolution(image, "conv", 4, Window.of(1).padding(1, 2).stride(3));
    assertThat(lines(graph.spatialMean(map)))
        .containsSubsequence(
            "v5 = torch.constant_pad_nd(v4, [2, 2, 1, 1], 0.)",
            "v6 = torch.conv2d(v5, self.conv_weight, self.conv_bias, [3, 3], [0, 0], [1, 1], 1)");
  }

  @Test
  void isForFloat32OnX86() {
    assumeTrue(OneDnn.isThere(), "this is another processor");
    assertThat(Emission.of(DeviceKind.CPU, Precision.FP32).fusions())
        .hasExactlyElementsOfTypes(OneDnn.class);
    assertThat(Emission.of(DeviceKind.CPU, Precision.BF16).fusions()).isEmpty();
    assertThat(Emission.of(DeviceKind.CPU, Precision.FP16).fusions()).isEmpty();
  }

  private ImmutableList<String> lines(Node row) {
    graph.tap("out", row);
    Emission emission =
        new Emission(
            TorchElement.FLOAT32,
            TorchElement.FLOAT32,
            MemoryLayout.CHANNELS_LAST,
            ImmutableList.of(new OneDnn()));
    return CodeEmitter.emit(graph.build(), emission, (parameter, begin, target, count) -> {})
        .lines();
  }
}
