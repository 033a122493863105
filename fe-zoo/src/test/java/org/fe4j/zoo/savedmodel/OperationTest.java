package org.fe4j.zoo.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.MalformedModelException;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.fe4j.backbone.Precision;
import org.fe4j.zoo.ChildJvm;
import org.fe4j.zoo.compiler.LoadedModel;
import org.fe4j.zoo.compiler.MemoryCheckpoint;
import org.fe4j.zoo.compiler.SmallGraph;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.OperationCase;
import org.fe4j.zoo.graph.OperationCases;
import org.fe4j.zoo.graph.ReferenceInterpreter;
import org.fe4j.zoo.graph.ReferenceParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What TensorFlow makes of each operation beside the plain-Java interpreter in float64. */
class OperationTest {
  private static final int HEIGHT = OperationCase.HEIGHT;
  private static final int WIDTH = OperationCase.WIDTH;

  /** A rounding of bfloat16 is 2^-9 at most; no case has more than four of that size in a row. */
  private static final double BFLOAT16 = 4 * 0x1p-9;

  private static final List<Double> MEAN = List.of(0.5, 0.4, 0.3);
  private static final List<Double> DEVIATION = List.of(0.2, 0.3, 0.4);

  private static boolean onOneDnn;

  @BeforeAll
  static void lookForOneDnn(@TempDir Path folder) throws IOException {
    onOneDnn = PartitionGraph.of(OperationCases.named("convolution").graph(), folder).isOnOneDnn();
  }

  @ParameterizedTest
  @MethodSource("org.fe4j.zoo.graph.OperationCases#all")
  void agreesWithTheReference(OperationCase operation, @TempDir Path directory) throws Exception {
    assertThat(largestError(operation, Precision.FP32, directory))
        .isLessThan(OperationCase.TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("org.fe4j.zoo.graph.OperationCases#all")
  void comesNearInBfloat16(OperationCase operation, @TempDir Path directory) throws Exception {
    assumeTrue(onOneDnn, "TensorFlow runs without oneDNN here, and rounds where that fuses");
    assertThat(largestError(operation, Precision.BF16, directory)).isLessThan(BFLOAT16);
  }

  /** Returns that of three images together and of each by itself. */
  static double largestError(OperationCase operation, Precision precision, Path directory)
      throws IOException, MalformedModelException, TranslateException {
    Graph graph = operation.graph();
    MemoryCheckpoint checkpoint = MemoryCheckpoint.random(graph, 3);
    ReferenceInterpreter reference = ReferenceInterpreter.of(ReferenceParameters.of(checkpoint));
    int image = HEIGHT * WIDTH * 3;
    byte[] pixels = SmallGraph.noise(7, 3 * image);
    double largest = 0;
    try (LoadedModel model =
        LoadedModel.compile(new SavedModelCompiler(), graph, checkpoint, precision, directory)) {
      float[] three = model.forward(pixels, HEIGHT, WIDTH);
      for (int i = 0; i < 3; i++) {
        byte[] one = Arrays.copyOfRange(pixels, i * image, (i + 1) * image);
        double[] expected = reference.run(graph, one).values().iterator().next();
        int size = expected.length;
        float[] together = Arrays.copyOfRange(three, i * size, (i + 1) * size);
        float[] alone = model.forward(one, HEIGHT, WIDTH);
        largest = Math.max(largest, OperationCase.relativeError(together, expected));
        largest = Math.max(largest, OperationCase.relativeError(alone, expected));
      }
    }
    return largest;
  }

  /** Some processors and some users have none, and TensorFlow's own kernels take less. */
  @Test
  void agreesWithoutOneDnnToo() throws Exception {
    String output =
        ChildJvm.of(OperationProcess.class, "256m").environment("TF_ENABLE_ONEDNN_OPTS", "0").run();
    assertThat(output).endsWith("All of " + OperationCases.all().size() + " agree\n");
  }

  /** TensorFlow multiplies by the inverse of what the graph divides by, which rounds once more. */
  @Test
  void allValuesOfPixelsAreNormalized(@TempDir Path directory) throws Exception {
    GraphBuilder graph = new GraphBuilder();
    graph.tap("out", graph.flatten(graph.image(16, 16, MEAN, DEVIATION)));
    byte[] pixels = new byte[256 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 3);
    }
    try (LoadedModel model =
        LoadedModel.compile(
            new SavedModelCompiler(), graph.build(), new MemoryCheckpoint(), directory)) {
      float[] found = model.forward(pixels, 16, 16);
      for (int i = 0; i < found.length; i++) {
        double expected = (i % 256 / 255.0 - MEAN.get(i / 256)) / DEVIATION.get(i / 256);
        // Four roundings of at most 2^-24 of a value up to 1, divided by 0.2.
        assertThat((double) found[i]).isCloseTo(expected, within(4 * 0x1p-24 / 0.2));
      }
    }
  }
}
