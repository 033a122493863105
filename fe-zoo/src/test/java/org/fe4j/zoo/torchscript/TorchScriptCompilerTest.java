package org.fe4j.zoo.torchscript;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.Precision;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.compiler.CompiledFile;
import org.fe4j.zoo.compiler.LoadedModel;
import org.fe4j.zoo.compiler.MemoryCheckpoint;
import org.fe4j.zoo.compiler.ParameterValues;
import org.fe4j.zoo.compiler.Passes;
import org.fe4j.zoo.compiler.SmallGraph;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.OperationCase;
import org.fe4j.zoo.graph.ReferenceInterpreter;
import org.fe4j.zoo.graph.ReferenceParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchScriptCompilerTest {
  private static final TorchScriptCompiler COMPILER = new TorchScriptCompiler();

  @Test
  void aCompiledGraphRunsForAnyBatchAndGivesTheSameTwice(@TempDir Path directory) throws Exception {
    Graph graph = SmallGraph.of().only("logits");
    ParameterValues values = ParameterValues.of(MemoryCheckpoint.random(graph, 1));
    Path file = directory.resolve("model.pt");
    write(graph, values, Precision.FP32, file);
    byte[] three = SmallGraph.noise(2, 3 * 9 * 9 * 3);
    byte[] one = Arrays.copyOfRange(three, 9 * 9 * 3, 2 * 9 * 9 * 3);
    try (LoadedModel script = LoadedModel.load(COMPILER, file)) {
      float[] together = script.forward(three, 9, 9);
      assertThat(together).hasSize(15);
      assertThat(script.forward(three, 9, 9)).isEqualTo(together);
      float[] alone = script.forward(one, 9, 9);
      for (int i = 0; i < 5; i++) {
        assertThat(alone[i]).isCloseTo(together[5 + i], within(1e-5f));
      }
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aSmallerLastBatchChangesNothing(@TempDir Path directory) throws Exception {
    Graph graph = SmallGraph.of().only("penultimate");
    ParameterValues values = ParameterValues.of(MemoryCheckpoint.random(graph, 1));
    Path file = directory.resolve("model.pt");
    write(graph, values, Precision.FP32, file);
    byte[] four = SmallGraph.noise(2, 4 * 9 * 9 * 3);
    try (LoadedModel script = LoadedModel.load(COMPILER, file)) {
      // TorchScript specialises for the shapes of its first calls.
      float[] whole = script.forward(four, 9, 9);
      script.forward(four, 9, 9);
      script.forward(four, 9, 9);
      float[] last = script.forward(Arrays.copyOf(four, 3 * 9 * 9 * 3), 9, 9);
      assertThat(last).hasSize(3 * 8);
      for (int i = 0; i < last.length; i++) {
        assertThat(last[i]).isCloseTo(whole[i], within(1e-5f));
      }
    }
  }

  /** One rounding is 2^-12 in half precision and 2^-9 in bfloat16; a dozen operations follow. */
  @ParameterizedTest
  @CsvSource({"FP16, 2e-3", "BF16, 1.6e-2"})
  void halfPrecisionStaysNearAndReturnsFloat32(
      Precision precision, double tolerance, @TempDir Path directory) throws Exception {
    Graph graph = SmallGraph.of().only("logits");
    MemoryCheckpoint checkpoint = MemoryCheckpoint.random(graph, 1);
    Path file = directory.resolve("model.pt");
    write(Passes.standard().run(graph), ParameterValues.of(checkpoint), precision, file);
    byte[] pixels = SmallGraph.noise(2, 9 * 9 * 3);
    double[] expected =
        ReferenceInterpreter.of(ReferenceParameters.of(checkpoint))
            .run(graph, pixels)
            .get("logits");
    try (LoadedModel script = LoadedModel.load(COMPILER, file)) {
      float[] found = script.forward(pixels, 9, 9);
      assertThat(OperationCase.relativeError(found, requireNonNull(expected)))
          .isBetween(1e-6, tolerance);
    }
  }

  @Test
  void aTapIsCompiledOnceAndWhateverDecidesTheFeaturesMakesAnotherFile(@TempDir Path directory)
      throws Exception {
    CompiledFile first =
        compile(SmallGraph.of(), target(Precision.FP32, "logits"), "aa", directory);
    assertThat(compile(SmallGraph.of(), target(Precision.FP32, "logits"), "aa", directory))
        .isEqualTo(first);
    try (LoadedModel script = LoadedModel.load(COMPILER, first.path())) {
      assertThat(script.forward(SmallGraph.noise(1, 9 * 9 * 3), 9, 9)).hasSize(5);
    }
    Graph otherEpsilon = SmallGraph.of(1e-4);
    assertThat(
            Stream.of(
                compile(SmallGraph.of(), target(Precision.FP16, "logits"), "aa", directory),
                compile(SmallGraph.of(), target(Precision.FP32, "penultimate"), "aa", directory),
                compile(SmallGraph.of(), target(Precision.FP32, "logits"), "bb", directory),
                compile(otherEpsilon, target(Precision.FP32, "logits"), "aa", directory)))
        .extracting(CompiledFile::contentHash)
        .doesNotHaveDuplicates()
        .doesNotContain(first.contentHash());
  }

  @Test
  void refusesAGraphThatIsNotOneRowOfNumbers(@TempDir Path directory) {
    GraphBuilder b = new GraphBuilder();
    b.tap("map", b.image(2, 2, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)));
    assertThatThrownBy(() -> compile(b.build(), target(Precision.FP32, "map"), "aa", directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("A feature is one row of numbers, but the output is Normalize");
  }

  private static void write(Graph graph, ParameterValues values, Precision precision, Path file)
      throws IOException {
    COMPILER
        .program(graph, values, DeviceKind.CPU, precision)
        .write(file, Durability.IN_MEMORY, ProgressListener.NONE);
  }

  private static CompilationTarget target(Precision precision, String tap) {
    return new CompilationTarget("PyTorch", DeviceKind.CPU, precision, new FeatureTap(tap));
  }

  private static CompiledFile compile(
      Graph graph, CompilationTarget target, String weightsSha256, Path cacheRoot)
      throws IOException {
    return COMPILER.compile(
        graph,
        target,
        MemoryCheckpoint.random(graph, 1),
        weightsSha256,
        cacheRoot,
        ProgressListener.NONE);
  }
}
