package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fe4j.zoo.graph.Bias;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Similarity;
import org.junit.jupiter.api.Test;

/** Numbers are {@link GpuOperationTest}'s. */
class BiasedAttentionTest {
  private static final Similarity PRODUCT = new Similarity.Product(1);

  private final GraphBuilder graph = new GraphBuilder();
  private final Node image = graph.image(4, 12, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

  /** Four windows of twelve tokens. */
  private final Node windows = graph.reshape(graph.tokens(image), 4, 12, 3);

  private List<String> lines(Shape bias) {
    Bias of = Bias.of(Parameter.stored("bias", bias));
    return FusedLines.of(
        graph.attention(windows, windows, windows, 3, PRODUCT, of), new BiasedAttention());
  }

  @Test
  void rowsOfTheBiasBeginAtMultiplesOfEight() {
    assertThat(lines(Shape.of(3, 12, 12)))
        .containsSubsequence(
            "v14 = torch.constant_pad_nd(self.bias, [0, 4], 0.)",
            "v15 = torch.reshape(v14, [1, 3, 12, 16])",
            "v16 = torch.slice(v15, -1, 0, 12)",
            "v17 = torch.scaled_dot_product_attention(v9, v11, v13, v16)");
  }

  /** Five axes would keep the efficient kernels out. */
  @Test
  void windowsWithABiasEachAreAmongTheBatch() {
    assertThat(lines(Shape.of(4, 3, 12, 12)))
        .containsSubsequence(
            "v8 = torch.reshape(v7, [-1, 12, 3, 1])",
            "v14 = torch.constant_pad_nd(self.bias, [0, 4], 0.)",
            "v15 = torch.reshape(v14, [1, 4, 3, 12, 16])",
            "v16 = torch.size(x, 0)",
            "v17 = torch.expand(v15, [v16, -1, -1, -1, -1])",
            "v18 = torch.reshape(v17, [-1, 3, 12, 16])",
            "v19 = torch.slice(v18, -1, 0, 12)",
            "v20 = torch.scaled_dot_product_attention(v9, v11, v13, v19)");
  }

  @Test
  void alignedRowsAreNotPadded() {
    Node tokens = graph.slice(graph.tokens(image), 0, 0, 16);
    Bias bias = Bias.of(Parameter.stored("bias", Shape.of(3, 16, 16)));
    assertThat(
            FusedLines.of(
                graph.attention(tokens, tokens, tokens, 3, PRODUCT, bias), new BiasedAttention()))
        .noneMatch(line -> line.contains("constant_pad_nd") || line.contains("slice(v1"))
        .contains("v14 = torch.reshape(self.bias, [1, 3, 16, 16])");
  }

  @Test
  void anAttentionWithoutBiasIsWrittenAsEverywhere() {
    Node value = graph.attention(windows, windows, windows, 3);
    assertThat(FusedLines.of(value, new BiasedAttention())).isEqualTo(FusedLines.of(value));
  }
}
