package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LinearAndFunctionTest {
  private final GraphBuilder graph = new GraphBuilder();
  private final Node rows =
      graph.permute(graph.image(4, 5, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)), 1, 2, 0);

  private static List<String> lines(Node value) {
    return FusedLines.of(value, new LinearAndFunction());
  }

  @ParameterizedTest
  @CsvSource({"GELU, True", "GELU_TANH, True", "RELU, False"})
  void theFunctionIsPartOfTheProduct(ActivationFunction function, String gelu) {
    assertThat(lines(graph.activation(graph.linear(rows, "fc", 7), function)))
        .containsExactly(
            "v5 = torch.permute(v4, [0, 2, 3, 1])",
            "v6 = torch.reshape(v5, [-1, 3])",
            "v7 = torch.t(self.fc_weight)",
            "v8 = torch._addmm_activation(self.fc_bias, v6, v7, use_gelu=" + gelu + ")",
            "v9 = torch.reshape(v8, [-1, 4, 5, 7])");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"GELU", "GELU_TANH", "RELU"})
  void anotherFunctionStaysApart(ActivationFunction function) {
    assertThat(lines(graph.activation(graph.linear(rows, "fc", 7), function)))
        .contains("v6 = torch.linear(v5, self.fc_weight, self.fc_bias)");
  }

  @Test
  void aLayerWithoutBiasStaysApart() {
    Node x = graph.linear(rows, Parameter.stored("fc", Shape.of(7, 3)), Bias.none());
    assertThat(lines(graph.activation(x, ActivationFunction.GELU)))
        .contains("v6 = torch.linear(v5, self.fc, None)", "v7 = torch.gelu(v6)");
  }

  @Test
  void aLayerThatSomethingElseReadsStaysApart() {
    Node x = graph.linear(rows, "fc", 7);
    assertThat(lines(graph.multiply(x, graph.activation(x, ActivationFunction.GELU))))
        .contains("v6 = torch.linear(v5, self.fc_weight, self.fc_bias)", "v7 = torch.gelu(v6)");
  }
}
