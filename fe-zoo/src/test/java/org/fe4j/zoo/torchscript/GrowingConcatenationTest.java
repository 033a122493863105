package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import java.nio.file.Path;
import java.util.List;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.zoo.compiler.LoadedModel;
import org.fe4j.zoo.compiler.MemoryCheckpoint;
import org.fe4j.zoo.compiler.ParameterValues;
import org.fe4j.zoo.compiler.SmallGraph;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.OperationCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingConcatenationTest {
  private static final GrowingConcatenation FUSION = GrowingConcatenation.unplaced();

  private final GraphBuilder graph = new GraphBuilder();
  private final Node image = graph.image(4, 5, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

  private Node grown(Node x, int times) {
    Node result = x;
    for (int i = 0; i < times; i++) {
      result = graph.concatenate(0, result, graph.relu(graph.slice(result, 0, 0, 2)));
    }
    return result;
  }

  @Test
  void everyPartIsWrittenOnceIntoOneBuffer() {
    assertThat(FusedLines.of(grown(image, 3), FUSION))
        .containsExactly(
            "v5 = torch.slice(v4, 1, 0, 2)",
            "v6 = torch.relu(v5)",
            "v7 = torch.size(v4, 0)",
            "v8 = torch.new_empty(v4, [v7, 4, 5, 9])",
            "v9 = torch.permute(v8, [0, 3, 1, 2])",
            "v10 = torch.slice(v9, 1, 0, 3)",
            "v11 = torch.copy_(v10, v4)",
            "v12 = torch.slice(v9, 1, 3, 5)",
            "v13 = torch.copy_(v12, v6)",
            "v14 = torch.slice(v9, 1, 0, 5)",
            "v15 = torch.slice(v14, 1, 0, 2)",
            "v16 = torch.relu(v15)",
            "v17 = torch.slice(v9, 1, 5, 7)",
            "v18 = torch.copy_(v17, v16)",
            "v19 = torch.slice(v9, 1, 0, 7)",
            "v20 = torch.slice(v19, 1, 0, 2)",
            "v21 = torch.relu(v20)",
            "v22 = torch.slice(v9, 1, 7, 9)",
            "v23 = torch.copy_(v22, v21)",
            "v24 = torch.slice(v9, 1, 0, 9)");
  }

  @Test
  void twoConcatenationsStay() {
    assertThat(FusedLines.of(grown(image, 2), FUSION)).isEqualTo(FusedLines.of(grown(image, 2)));
  }

  @Test
  void concatenationsOfMoreMapsOrAlongRowsStay() {
    Node three = image;
    Node rows = image;
    for (int i = 0; i < 3; i++) {
      three = graph.concatenate(0, three, image, image);
      rows = graph.concatenate(1, rows, image);
    }
    assertThat(FusedLines.of(three, FUSION)).isEqualTo(FusedLines.of(three));
    assertThat(FusedLines.of(rows, FUSION)).isEqualTo(FusedLines.of(rows));
  }

  /** The two ways on from a value must not write to the same place. */
  @Test
  void whereTheMapGrowsInTwoWaysAChainEnds() {
    Node common = grown(image, 3);
    Node left = grown(graph.concatenate(0, common, image), 2);
    Node right = graph.concatenate(0, common, graph.relu(image));
    List<String> lines = FusedLines.of(graph.concatenate(0, right, left), FUSION);
    assertThat(lines.stream().filter(line -> line.contains("new_empty")))
        .satisfiesExactly(
            line -> assertThat(line).contains("4, 5, 9]"),
            line -> assertThat(line).contains("4, 5, 16]"));
    assertThat(lines.stream().filter(line -> line.contains("torch.cat("))).hasSize(2);
    // What lies behind the common part is copied into a buffer of its own.
    assertThat(lines.stream().filter(line -> line.contains("copy_("))).hasSize(8);
  }

  /** Each earlier value is read again after later ones were written behind it. */
  @Test
  void earlierValuesKeepTheirs(@TempDir Path folder) throws Exception {
    GraphBuilder builder = new GraphBuilder();
    Node x = builder.image(9, 9, List.of(0.5, 0.4, 0.3), List.of(0.2, 0.3, 0.4));
    Node first = builder.concatenate(0, x, builder.relu(x));
    Node second = builder.concatenate(0, first, builder.add(x, x));
    Node third = builder.concatenate(0, second, builder.multiply(x, x));
    Node fourth = builder.concatenate(0, third, builder.slice(third, 0, 2, 5));
    builder.tap(
        "out",
        builder.concatenate(
            0, builder.flatten(fourth), builder.flatten(first), builder.flatten(second)));
    Graph built = builder.build();
    MemoryCheckpoint none = new MemoryCheckpoint();
    byte[] pixels = SmallGraph.noise(4, 2 * 9 * 9 * 3);
    GpuProgramOnCpu gpu = new GpuProgramOnCpu(Precision.FP16);
    assertThat(gpu.program(built, ParameterValues.of(none), DeviceKind.CPU, Precision.FP32).text())
        .contains("new_empty");
    try (LoadedModel fused = LoadedModel.compile(gpu, built, none, folder);
        LoadedModel plain = LoadedModel.compile(new TorchScriptCompiler(), built, none, folder)) {
      double[] expected = Doubles.toArray(Floats.asList(plain.forward(pixels, 9, 9)));
      assertThat(OperationCase.relativeError(fused.forward(pixels, 9, 9), expected))
          .isLessThan(OperationCase.TOLERANCE);
    }
  }
}
