package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.fe4j.zoo.graph.GraphBuilder;
import org.junit.jupiter.api.Test;

/** Numbers are those of {@link GpuOperationTest}. */
class PixelsInOneStepTest {

  @Test
  void bytesAreReadOnceAndRoundedOnce() {
    GraphBuilder graph = new GraphBuilder();
    graph.tap(
        "out", graph.flatten(graph.image(2, 2, List.of(0.5, 0.4, 0.2), List.of(0.2, 1.0, 0.1))));
    CodeModule module =
        CodeEmitter.emit(
            graph.build(),
            new Emission(
                TorchElement.FLOAT16,
                TorchElement.FLOAT16,
                MemoryLayout.CHANNELS_LAST,
                ImmutableList.of(new PixelsInOneStep())),
            (parameter, begin, target, count) -> {});
    assertThat(module.lines())
        .startsWith(
            "v0 = torch.permute(x, [0, 3, 1, 2])",
            "v1 = torch.addcmul(self.shift, v0, self.factor)",
            "v2 = torch.to(v1, 5)");
    assertThat(values(module.tensors().get(0))).containsExactly(-2.5f, -0.4f, -2f);
    assertThat(values(module.tensors().get(1)))
        .containsExactly((float) (5 / 255.0), (float) (1 / 255.0), (float) (10 / 255.0));
  }

  private static float[] values(ArchiveTensor tensor) {
    assertThat(tensor.element()).isEqualTo(TorchElement.FLOAT32);
    float[] values = new float[3];
    tensor.values().read(0, values, 3);
    return values;
  }
}
