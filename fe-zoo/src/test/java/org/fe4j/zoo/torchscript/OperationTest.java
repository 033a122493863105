package org.fe4j.zoo.torchscript;

import static com.google.common.collect.Iterables.getLast;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.compiler.LoadedModel;
import org.fe4j.zoo.compiler.MemoryCheckpoint;
import org.fe4j.zoo.compiler.ParameterValues;
import org.fe4j.zoo.compiler.SmallGraph;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.OperationCase;
import org.fe4j.zoo.graph.OperationCases;
import org.fe4j.zoo.graph.ReferenceInterpreter;
import org.fe4j.zoo.graph.ReferenceParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each operation: the lines that are written for it, and what libtorch makes of them beside the
 * plain-Java interpreter in float64.
 */
class OperationTest {
  private static final int HEIGHT = OperationCase.HEIGHT;
  private static final int WIDTH = OperationCase.WIDTH;
  private static final Pattern VALUE = Pattern.compile("\\bv\\d+\\b");
  private static final List<String> BETWEEN =
      Stream.concat(Stream.of("y", "z"), IntStream.range(1, 30).mapToObj(i -> "z" + i)).toList();
  private static final String CASES = "org.fe4j.zoo.graph.OperationCases#all";

  @Test
  void noLinesAreWithoutACase() {
    assertThat(OperationLines.all().keySet())
        .containsExactlyInAnyOrderElementsOf(
            OperationCases.all().stream().map(OperationCase::name).toList());
  }

  @ParameterizedTest
  @MethodSource(CASES)
  void isWrittenAs(OperationCase operation) {
    assertThat(operationLines(operation)).isEqualTo(OperationLines.all().get(operation.name()));
  }

  @ParameterizedTest
  @MethodSource(CASES)
  void agreesWithTheReference(OperationCase operation, @TempDir Path directory) throws Exception {
    Graph graph = operation.graph();
    MemoryCheckpoint checkpoint = MemoryCheckpoint.random(graph, 3);
    ReferenceInterpreter reference = ReferenceInterpreter.of(ReferenceParameters.of(checkpoint));
    int image = HEIGHT * WIDTH * 3;
    byte[] pixels = SmallGraph.noise(7, 3 * image);
    for (Emission emission : emissions()) {
      Path file = Files.createTempFile(directory, "model", ".pt");
      write(graph, checkpoint, emission, file);
      try (LoadedModel script = LoadedModel.load(new TorchScriptCompiler(), file)) {
        float[] three = script.forward(pixels, HEIGHT, WIDTH);
        for (int i = 0; i < 3; i++) {
          byte[] one = Arrays.copyOfRange(pixels, i * image, (i + 1) * image);
          double[] expected = reference.run(graph, one).values().iterator().next();
          int size = expected.length;
          float[] together = Arrays.copyOfRange(three, i * size, (i + 1) * size);
          assertThat(OperationCase.relativeError(together, expected))
              .isLessThan(OperationCase.TOLERANCE);
          assertThat(OperationCase.relativeError(script.forward(one, HEIGHT, WIDTH), expected))
              .isLessThan(OperationCase.TOLERANCE);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void pixelsAreNormalizedAsTheReferenceDoes(MemoryLayout layout, @TempDir Path directory)
      throws Exception {
    GraphBuilder graph = new GraphBuilder();
    graph.tap("out", graph.flatten(OperationCase.Input.IMAGE.of(graph)));
    Path file = directory.resolve("model.pt");
    write(graph.build(), new MemoryCheckpoint(), plain(layout), file);
    byte[] pixels = SmallGraph.noise(5, HEIGHT * WIDTH * 3);
    float[] mean = {0.5f, 0.4f, 0.3f};
    float[] deviation = {0.2f, 0.3f, 0.4f};
    float[] expected = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int channel = i % 3;
      expected[channel * HEIGHT * WIDTH + i / 3] =
          ((pixels[i] & 0xff) / 255f - mean[channel]) / deviation[channel];
    }
    try (LoadedModel script = LoadedModel.load(new TorchScriptCompiler(), file)) {
      assertThat(script.forward(pixels, HEIGHT, WIDTH)).isEqualTo(expected);
    }
  }

  /** Returns each operation by itself in both layouts, and what is written for this processor. */
  private static List<Emission> emissions() {
    return List.of(
        plain(MemoryLayout.CHANNELS_FIRST),
        plain(MemoryLayout.CHANNELS_LAST),
        Emission.of(DeviceKind.CPU, Precision.FP32));
  }

  private static Emission plain(MemoryLayout layout) {
    return Emission.plain(TorchElement.FLOAT32, TorchElement.FLOAT32, layout);
  }

  private static void write(Graph graph, MemoryCheckpoint checkpoint, Emission emission, Path file)
      throws IOException {
    TorchScriptCompiler.program(graph, ParameterValues.of(checkpoint), emission)
        .write(file, Durability.IN_MEMORY, ProgressListener.NONE);
  }

  /** Returns the operation's own lines: input and result are called x, values between y, z, z1. */
  private static String operationLines(OperationCase operation) {
    Map<String, String> input = withoutEnd(emit(operation.inputGraph()), false);
    Map<String, String> whole = withoutEnd(emit(operation.graph()), operation.givesOneRow());
    Map<String, String> inputTrees = trees(input);
    String x = getLast(inputTrees.values());
    Map<String, String> names = new LinkedHashMap<>();
    List<String> own = new ArrayList<>();
    trees(whole)
        .forEach(
            (name, tree) -> {
              if (tree.equals(x)) {
                names.put(name, "x");
              } else if (!inputTrees.containsValue(tree)) {
                own.add(name + " = " + whole.get(name) + "\n");
              }
            });
    names.put(getLast(whole.keySet()), "x");
    AtomicInteger between = new AtomicInteger();
    return VALUE
        .matcher(String.join("", own))
        .replaceAll(
            found ->
                names.computeIfAbsent(
                    found.group(), name -> BETWEEN.get(between.getAndIncrement())));
  }

  /** Returns calls by the name of their value, without those that make one row of the result. */
  private static Map<String, String> withoutEnd(List<String> lines, boolean oneRow) {
    // Reshape, unless it is one row, contiguous, return.
    List<String> own = lines.subList(0, lines.size() - (oneRow ? 2 : 3));
    Map<String, String> calls = new LinkedHashMap<>();
    own.forEach(line -> calls.put(line.split(" = ", 2)[0], line.split(" = ", 2)[1]));
    return calls;
  }

  /** Returns calls with the calls of their arguments in their places: equal where values are. */
  private static Map<String, String> trees(Map<String, String> calls) {
    Map<String, String> trees = new LinkedHashMap<>();
    calls.forEach(
        (name, call) ->
            trees.put(name, VALUE.matcher(call).replaceAll(found -> trees.get(found.group()))));
    return trees;
  }

  private static List<String> emit(Graph graph) {
    Emission emission = plain(MemoryLayout.CHANNELS_LAST);
    return CodeEmitter.emit(graph, emission, (parameter, begin, target, count) -> {}).lines();
  }
}
