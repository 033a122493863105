package org.fe4j.zoo.savedmodel;

import ai.djl.translate.TranslateException;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fe4j.engine.Engines;
import org.fe4j.zoo.checkpoint.ElementType;
import org.fe4j.zoo.compiler.LoadedModel;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.GraphBuilder;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Window;
import org.fe4j.zoo.verify.GeneratedTensor;
import org.fe4j.zoo.verify.GoldenWeights;

/** Runs a model, and prints what that took of the memory of this process, in bytes. */
final class MemoryProcess {
  private static final int SIDE = 16;

  private MemoryProcess() {}

  /** Takes a folder to compile into. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Engines.start(Engines.TENSORFLOW);
    try (LoadedModel small =
        LoadedModel.compile(
            new SavedModelCompiler(),
            small(),
            weights(small()),
            Files.createDirectory(folder.resolve("small")))) {
      // Threads, arenas and code that any model needs.
      predict(small, 10);
    }
    Graph graph = large();
    long begin = residentBytes();
    System.out.println("weights " + 4 * elements(graph));
    try (LoadedModel model =
        LoadedModel.compile(new SavedModelCompiler(), graph, weights(graph), folder)) {
      predict(model, 3);
      System.out.println("run " + (residentBytes() - begin));
      System.out.println("peak " + (statusBytes("VmHWM:") - begin));
    }
  }

  private static void predict(LoadedModel model, int times) throws TranslateException {
    byte[] pixels = new byte[2 * SIDE * SIDE * 3];
    for (int i = 0; i < times; i++) {
      model.forward(pixels, SIDE, SIDE);
    }
  }

  private static long elements(Graph graph) {
    return graph.parameters().stream().mapToLong(p -> p.shape().elements()).sum();
  }

  private static Graph small() {
    GraphBuilder graph = new GraphBuilder();
    Node x = graph.image(SIDE, SIDE, List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2));
    x = graph.relu(graph.convolution(x, "conv", 8, Window.of(3)));
    graph.tap("out", graph.linear(graph.flatten(x), "fc", 8));
    return graph.build();
  }

  /** Returns 100 MB of weights, about half of them of convolutions and half of linear layers. */
  private static Graph large() {
    GraphBuilder graph = new GraphBuilder();
    Node x = graph.image(SIDE, SIDE, List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2));
    x = graph.relu(graph.convolution(x, "stem", 512, Window.of(4).stride(4)));
    for (int i = 0; i < 5; i++) {
      x = graph.relu(graph.convolution(x, "conv" + i, 512, Window.of(3).padding(1)));
    }
    x = graph.linear(graph.spatialMean(x), "widen", 2048);
    for (int i = 0; i < 3; i++) {
      x = graph.relu(graph.linear(x, "fc" + i, 2048));
    }
    graph.tap("out", graph.linear(x, "last", 8));
    return graph.build();
  }

  private static GoldenWeights weights(Graph graph) {
    return GoldenWeights.of(
        graph.parameters().stream()
            .map(
                parameter ->
                    new GeneratedTensor(
                        parameter.name(), ElementType.FLOAT32, parameter.shape().sizes(), 0, 0.02f))
            .collect(ImmutableList.toImmutableList()));
  }

  private static long residentBytes() throws IOException {
    System.gc();
    return statusBytes("VmRSS:");
  }

  private static long statusBytes(String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }
}
