package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.compiler.ParameterValues;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptCompilerTest {
  static Graph small() {
    GraphBuilder b = new GraphBuilder();
    Node x = b.image(9, 9, List.of(0.5, 0.4, 0.3), List.of(0.2, 0.3, 0.4));
    x = b.convolution(x, "conv1", 8, Window.of(3).stride(2).padding(1));
    x = b.batchNormalization(x, "bn1", 1e-5);
    x = b.relu(x);
    x = b.maxPooling(x, Window.of(3).stride(2).roundedUp());
    x = b.tokens(x);
    x = b.prependToken(x, "class_token", Shape.of(1, 1, 8));
    x = b.layerNormalization(x, "norm", 1e-6);
    x = b.attention(x, x, x, 2);
    x = b.token(x, 0);
    b.tap("penultimate", x);
    b.tap("logits", b.linear(x, "fc", 5));
    return b.build();
  }

  static byte[] noise(long seed, int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void aCompiledGraphRunsForAnyBatchAndGivesTheSameTwice(@TempDir Path directory) throws Exception {
    Graph graph = small().only("logits");
    ParameterValues values = ParameterValues.of(MemoryCheckpoint.random(graph, 1));
    Path file = directory.resolve("model.pt");
    TorchScriptCompiler.write(
        graph, values, DeviceKind.CPU, Precision.FP32, file, ProgressListener.NONE);
    byte[] three = noise(2, 3 * 9 * 9 * 3);
    byte[] one = Arrays.copyOfRange(three, 9 * 9 * 3, 2 * 9 * 9 * 3);
    try (TorchScript script = new TorchScript(file)) {
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
}
