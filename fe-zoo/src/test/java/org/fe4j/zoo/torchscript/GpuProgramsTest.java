package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.architecture.Architecture;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.compiler.LoadedModel;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Shape;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs for a GPU, as far as a machine without one can say whether they would run. */
class GpuProgramsTest {
  private static final ImageInput INPUT =
      new ImageInput(224, ImmutableList.of(0.5, 0.5, 0.5), ImmutableList.of(0.25, 0.25, 0.25));

  static Stream<Arguments> architecturesInEachPrecision() {
    return Architectures.all().stream()
        .flatMap(
            architecture ->
                Stream.of(Precision.values())
                    .map(
                        precision ->
                            Arguments.of(Named.of(architecture.name(), architecture), precision)));
  }

  /**
   * libtorch looks up every operation and checks its arguments while it loads; tensors it looks at
   * when it runs, so that small ones will do.
   */
  @ParameterizedTest
  @MethodSource("architecturesInEachPrecision")
  void libtorchKnowsEveryOperation(
      Architecture architecture, Precision precision, @TempDir Path folder) throws Exception {
    CodeModule module = module(architecture, precision);
    Path file = folder.resolve("model.pt");
    ImmutableList<ArchiveTensor> small =
        module.tensors().stream()
            .map(
                tensor -> ArchiveTensor.constant(tensor.name(), Shape.of(1), ImmutableList.of(0.0)))
            .collect(ImmutableList.toImmutableList());
    TorchScriptCompiler.program(new CodeModule(module.lines(), small))
        .write(file, Durability.IN_MEMORY, ProgressListener.NONE);
    LoadedModel.load(new TorchScriptCompiler(), file).close();
    assertThat(module.lines()).isNotEmpty();
  }

  /** What the test above rests on. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "v0 = torch.cudnn_convolution_sigmoid(x)",
        "v0 = torch.cudnn_convolution_relu(x, self.w)",
        "v0 = torch._addmm_activation(self.w, x, self.w, use_gelu=1)"
      })
  void libtorchRefusesAnotherOperation(String line, @TempDir Path folder) throws Exception {
    Path file = folder.resolve("model.pt");
    ArchiveTensor tensor = ArchiveTensor.constant("w", Shape.of(1), ImmutableList.of(0.0));
    TorchScriptCompiler.program(
            new CodeModule(ImmutableList.of(line, "return v0"), ImmutableList.of(tensor)))
        .write(file, Durability.IN_MEMORY, ProgressListener.NONE);
    assertThatThrownBy(() -> LoadedModel.load(new TorchScriptCompiler(), file))
        .isInstanceOf(EngineException.class);
  }

  /** TF32 would keep 10 bits of float32's 23. */
  @ParameterizedTest
  @MethodSource("architecturesInEachPrecision")
  void float32IsFloat32(Architecture architecture, Precision precision) {
    String source = module(architecture, precision).source();
    if (precision == Precision.FP32) {
      assertThat(source).doesNotContain("conv2d(", "cudnn_", "_addmm_activation");
      assertThat(source.lines().filter(line -> line.contains("_convolution(")))
          .isNotEmpty()
          .allMatch(line -> line.endsWith("False, True, True, False)"));
    } else {
      assertThat(source).doesNotContain("_convolution(");
    }
  }

  private static CodeModule module(Architecture architecture, Precision precision) {
    TorchScriptCompiler compiler = new TorchScriptCompiler();
    Graph graph = architecture.build(INPUT, 10);
    String tap = graph.outputs().keySet().iterator().next();
    return CodeEmitter.emit(
        compiler.passes(DeviceKind.GPU, precision).run(graph.only(tap)),
        Emission.of(DeviceKind.GPU, precision),
        (parameter, begin, target, count) -> {});
  }
}
