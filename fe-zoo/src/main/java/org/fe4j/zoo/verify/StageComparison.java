package org.fe4j.zoo.verify;

import ai.djl.MalformedModelException;
import ai.djl.translate.TranslateException;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fe4j.backbone.Precision;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;
import org.fe4j.zoo.graph.Shape;

/**
 * Finds where a difference starts: runs the graph once more without passes, with every value that
 * has as many elements as one of the reference's stages as an output, and looks for each stage's
 * mean and deviation among them. Values carry no module names, so a stage is matched by its
 * numbers: the first one that nothing comes near is where to look.
 */
final class StageComparison {
  /** Values of an image that are fetched at once, so that two images stay far under the heap. */
  private static final long CHUNK_ELEMENTS = 8_000_000;

  private StageComparison() {}

  /** Returns a table of the stages, and a line that names the first one without a match. */
  static String of(
      Golden golden, Graph graph, Checkpoint checkpoint, RunTarget target, double tolerance)
      throws IOException, MalformedModelException, TranslateException {
    List<Statistics> found = statistics(golden, graph, checkpoint, target);
    StringBuilder table = new StringBuilder();
    Optional<Stage> first = Optional.empty();
    for (Stage stage : golden.stages()) {
      double deviation =
          found.stream()
              .filter(candidate -> candidate.elements() == elements(stage))
              .mapToDouble(candidate -> candidate.distance(stage))
              .min()
              .orElse(Double.NaN);
      boolean matches = deviation <= tolerance;
      if (!matches && first.isEmpty()) {
        first = Optional.of(stage);
      }
      table.append(
          "  %s %s  nearest value off by %.1e\n".formatted(matches ? " " : "!", stage, deviation));
    }
    return first
        .map(stage -> "The first stage that no value of the graph equals is " + stage.name() + ".")
        .orElse("Every stage is right without passes: a pass, or what follows the last stage.")
        .concat("\n" + table);
  }

  private static long elements(Stage stage) {
    return stage.sizes().stream().mapToLong(size -> size).reduce(1, (a, b) -> a * b);
  }

  /** Mean and deviation of one value of the graph over both images. */
  private record Statistics(long elements, double mean, double deviation) {

    /** Returns the larger difference of the two numbers, relative to the stage's deviation. */
    double distance(Stage stage) {
      double scale = Math.max(stage.deviation(), Double.MIN_NORMAL);
      return Math.max(
          Math.abs(mean - stage.mean()) / scale, Math.abs(deviation - stage.deviation()) / scale);
    }
  }

  private static List<Statistics> statistics(
      Golden golden, Graph graph, Checkpoint checkpoint, RunTarget target)
      throws IOException, MalformedModelException, TranslateException {
    Set<Long> wanted =
        golden.stages().stream().map(StageComparison::elements).collect(Collectors.toSet());
    List<Statistics> found = new ArrayList<>();
    List<Node> chunk = new ArrayList<>();
    long size = 0;
    for (Node node : graph.nodes()) {
      long elements = node.shape().elements();
      if (node.op() instanceof Op.Pixels || !wanted.contains(GoldenImages.COUNT * elements)) {
        continue;
      }
      if (size + elements > CHUNK_ELEMENTS && !chunk.isEmpty()) {
        found.addAll(run(golden, chunk, checkpoint, target));
        chunk.clear();
        size = 0;
      }
      chunk.add(node);
      size += elements;
    }
    if (!chunk.isEmpty()) {
      found.addAll(run(golden, chunk, checkpoint, target));
    }
    return found;
  }

  private static List<Statistics> run(
      Golden golden, List<Node> nodes, Checkpoint checkpoint, RunTarget target)
      throws IOException, MalformedModelException, TranslateException {
    ImmutableList<Node> rows =
        nodes.stream().map(StageComparison::flat).collect(ImmutableList.toImmutableList());
    Node joined = Node.of(new Op.Concatenate(0), rows);
    try (CompiledGraph compiled =
        CompiledGraph.of(
            Graph.of(ImmutableMap.of("stages", joined)), checkpoint, target.with(Precision.FP32))) {
      float[] values =
          compiled.forward(GoldenImages.both(golden.sizePixels()), golden.sizePixels());
      List<Statistics> found = new ArrayList<>();
      int begin = 0;
      for (Node row : rows) {
        int end = begin + row.shape().size(0);
        found.add(statistics(values, begin, end, joined.shape().size(0)));
        begin = end;
      }
      return found;
    }
  }

  private static Node flat(Node node) {
    int elements = Math.toIntExact(node.shape().elements());
    return Node.of(new Op.Reshape(Shape.of(elements)), ImmutableList.of(node));
  }

  private static Statistics statistics(float[] values, int begin, int end, int stride) {
    long count = (long) GoldenImages.COUNT * (end - begin);
    double sum = 0;
    for (int image = 0; image < GoldenImages.COUNT; image++) {
      for (int i = begin; i < end; i++) {
        sum += values[image * stride + i];
      }
    }
    double mean = sum / count;
    double squares = 0;
    for (int image = 0; image < GoldenImages.COUNT; image++) {
      for (int i = begin; i < end; i++) {
        squares += Math.pow(values[image * stride + i] - mean, 2);
      }
    }
    return new Statistics(count, mean, Math.sqrt(squares / (count - 1)));
  }
}
