package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.junit.jupiter.api.Test;

class NormalizationAndFunctionTest {
  private final GraphBuilder graph = new GraphBuilder();
  private final Node normalized =
      graph.batchNormalization(
          graph.image(4, 5, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)), "bn", 1e-3);

  private static List<String> lines(Node value) {
    return FusedLines.of(value, new NormalizationAndFunction());
  }

  @Test
  void isAProductAndASumBesideTheFunction() {
    assertThat(lines(graph.relu(normalized)))
        .containsExactly(
            "v5 = torch.reshape(self.bn_bias_shifts, [1, -1, 1, 1])",
            "v6 = torch.reshape(self.bn_weight_factors, [1, -1, 1, 1])",
            "v7 = torch.addcmul(v5, v4, v6)",
            "v8 = torch.relu(v7)");
  }

  @Test
  void aNormalisationWithoutFunctionStays() {
    assertThat(lines(normalized)).hasSize(1).allMatch(line -> line.contains("batch_norm"));
  }

  @Test
  void aNormalisationThatSomethingElseReadsStays() {
    assertThat(lines(graph.add(graph.relu(normalized), normalized)))
        .anyMatch(line -> line.contains("batch_norm"));
  }
}
