package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.zoo.compiler.LoadedModel;
import org.fe4j.zoo.compiler.MemoryCheckpoint;
import org.fe4j.zoo.compiler.SmallGraph;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.OperationCase;
import org.fe4j.zoo.graph.OperationCases;
import org.fe4j.zoo.graph.ReferenceInterpreter;
import org.fe4j.zoo.graph.ReferenceParameters;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation as a GPU gets it, on the CPU in float32, beside the interpreter in float64. */
class GpuOperationTest {

  static Stream<Arguments> casesInEachForm() {
    return OperationCases.all().stream()
        // On CPUs libtorch's fused GELU is the exact one, on GPUs always that by tanh.
        .filter(operation -> !operation.name().equals("linear, then GELU_TANH"))
        .flatMap(
            operation ->
                Stream.of(Precision.FP16, Precision.FP32)
                    .map(precision -> Arguments.of(operation, precision)));
  }

  @ParameterizedTest
  @MethodSource("casesInEachForm")
  void agreesWithTheReference(OperationCase operation, Precision form, @TempDir Path folder)
      throws Exception {
    Graph graph = operation.graph();
    MemoryCheckpoint checkpoint = MemoryCheckpoint.random(graph, 3);
    GpuProgramOnCpu compiler = new GpuProgramOnCpu(form);
    ReferenceInterpreter reference = ReferenceInterpreter.of(ReferenceParameters.of(checkpoint));
    int height = OperationCase.HEIGHT;
    int width = OperationCase.WIDTH;
    int image = height * width * 3;
    byte[] pixels = SmallGraph.noise(7, 2 * image);
    Graph compiled = compiler.passes(DeviceKind.GPU, form).run(graph);
    try (LoadedModel script = LoadedModel.compile(compiler, compiled, checkpoint, folder)) {
      float[] both = script.forward(pixels, height, width);
      for (int i = 0; i < 2; i++) {
        byte[] one = Arrays.copyOfRange(pixels, i * image, (i + 1) * image);
        double[] expected = reference.run(graph, one).values().iterator().next();
        float[] found = Arrays.copyOfRange(both, i * expected.length, (i + 1) * expected.length);
        assertThat(OperationCase.relativeError(found, expected))
            .isLessThan(OperationCase.TOLERANCE);
        // What libtorch made of the program after its first run, and for another size of the batch.
        assertThat(OperationCase.relativeError(script.forward(one, height, width), expected))
            .isLessThan(OperationCase.TOLERANCE);
      }
    }
  }
}
