package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.zoo.graph.ActivationFunction;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;
import org.junit.jupiter.api.Test;

/** On a CPU, pixels, the first convolution and the weights of channels stay in float32. */
class MixedPrecisionTest {

  private static CodeModule module(DeviceKind device, Precision precision) {
    GraphBuilder graph = new GraphBuilder();
    Node x = graph.image(8, 8, List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));
    x = graph.relu(graph.convolutionWithoutBias(x, "stem", 4, Window.of(3).padding(1)));
    Node weights = graph.adaptiveAveragePooling(x, 1, 1);
    weights = graph.convolutionWithoutBias(weights, "fc1", 4, Window.of(1));
    weights = graph.activation(weights, ActivationFunction.SIGMOID);
    x = graph.multiply(x, weights);
    x = graph.convolutionWithoutBias(x, "last", 4, Window.of(1));
    graph.tap("out", graph.spatialMean(x));
    return CodeEmitter.emit(
        graph.build(), Emission.of(device, precision), (parameter, begin, target, count) -> {});
  }

  private static String types(CodeModule module) {
    return module.tensors().stream()
        .map(tensor -> tensor.name() + " " + tensor.element())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void keepsFloat32WhereRoundingWouldCostMost() {
    CodeModule module = module(DeviceKind.CPU, Precision.BF16);

    assertThat(module.lines())
        .containsExactly(
            "v0 = torch.permute(x, [0, 3, 1, 2])",
            "v1 = torch.to(v0, 6)",
            "v2 = torch.div(v1, 255.)",
            "v3 = torch.sub(v2, self.mean)",
            "v4 = torch.div(v3, self.deviation)",
            "v5 = torch.conv2d(v4, self.stem_weight, None, [1, 1], [1, 1], [1, 1], 1)",
            "v6 = torch.to(v5, 15)",
            "v7 = torch.relu(v6)",
            "v8 = torch.adaptive_avg_pool2d(v7, [1, 1])",
            "v9 = torch.to(v8, 6)",
            "v10 = torch.conv2d(v9, self.fc1_weight, None, [1, 1], [0, 0], [1, 1], 1)",
            "v11 = torch.sigmoid(v10)",
            "v12 = torch.mul(v7, v11)",
            "v13 = torch.to(v12, 15)",
            "v14 = torch.conv2d(v13, self.last_weight, None, [1, 1], [0, 0], [1, 1], 1)",
            "v15 = torch.mean(v14, [2, 3])",
            "v16 = torch.to(v15, 6)",
            "v17 = torch.contiguous(v16)",
            "return v17");
    assertThat(types(module))
        .contains("stem_weight FLOAT32", "fc1_weight FLOAT32", "last_weight BFLOAT16");
  }

  @Test
  void castsOnceOnAGpu() {
    CodeModule module = module(DeviceKind.GPU, Precision.FP16);

    assertThat(module.lines().stream().filter(line -> line.contains("= torch.to(v")))
        .containsExactly("v3 = torch.to(v2, 5)", "v11 = torch.to(v10, 6)");
    assertThat(types(module))
        .contains("stem_weight FLOAT16", "fc1_weight FLOAT16", "last_weight FLOAT16");
  }

  @Test
  void castsNothingInFloat32() {
    assertThat(module(DeviceKind.CPU, Precision.FP32).lines())
        .filteredOn(line -> line.contains("torch.to("))
        .containsExactly("v1 = torch.to(v0, 6)");
  }
}
