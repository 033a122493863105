package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.InputFormat;
import org.fe4j.backbone.Precision;
import org.fe4j.zoo.graph.GraphBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That libtorch takes the lines, {@link GpuProgramsTest} and {@link GpuOperationTest} see. */
class PixelsFromHostTest {

  @ParameterizedTest
  @EnumSource
  void programsForAGpuFetchPixelsOnce(Precision precision) {
    ImmutableList<String> lines = lines(DeviceKind.GPU, precision);
    assertThat(lines.subList(0, 5))
        .containsExactly(
            "if ops.prim.is_cuda(x):",
            "  v0 = x",
            "else:",
            "  v0 = torch.to(torch.pin_memory(x), ops.prim.device(self.device), 0, True)",
            "v1 = torch.permute(v0, [0, 3, 1, 2])");
    assertThat(lines.subList(5, lines.size())).noneMatch(line -> line.matches(".*\\bx\\b.*"));
  }

  @Test
  void programsForACpuTakeThemAsTheyAre() {
    assertThat(lines(DeviceKind.CPU, Precision.FP32).get(0))
        .isEqualTo("v0 = torch.permute(x, [0, 3, 1, 2])");
  }

  @Test
  void aCompiledBackboneSaysWhereItWantsItsPixels() {
    TorchScriptCompiler compiler = new TorchScriptCompiler();
    assertThat(compiler.input(DeviceKind.GPU)).isEqualTo(InputFormat.HOST_PIXEL_BYTES);
    assertThat(compiler.input(DeviceKind.CPU)).isEqualTo(InputFormat.PIXEL_BYTES);
  }

  private static ImmutableList<String> lines(DeviceKind device, Precision precision) {
    GraphBuilder graph = new GraphBuilder();
    graph.tap(
        "out",
        graph.spatialMean(graph.image(4, 4, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0))));
    return CodeEmitter.emit(
            graph.build(), Emission.of(device, precision), (parameter, begin, target, count) -> {})
        .lines();
  }
}
