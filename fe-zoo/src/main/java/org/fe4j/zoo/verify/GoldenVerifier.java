package org.fe4j.zoo.verify;

import ai.djl.MalformedModelException;
import ai.djl.engine.EngineException;
import ai.djl.translate.TranslateException;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Doubles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.Precision;
import org.fe4j.engine.Engines;
import org.fe4j.zoo.Compilers;
import org.fe4j.zoo.FittedWeights;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.compiler.Passes;
import org.fe4j.zoo.compiler.WeightMismatchException;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Node;
import org.fe4j.zoo.graph.Op;

/**
 * Compiles architectures with the generated weights of goldens, runs them on an engine and compares
 * with the reference values.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class GoldenVerifier {
  private static final String JOINED = "features_and_logits";

  private final RunTarget target;
  private final Passes passes;

  private GoldenVerifier(RunTarget target, Passes passes) {
    this.target = target;
    this.passes = passes;
  }

  /**
   * Returns the verifier of what users get on an engine.
   *
   * @param engine DJL's name: {@code PyTorch} or {@code TensorFlow}
   * @throws IllegalArgumentException if there is no compiler for this engine
   * @throws IllegalStateException if the engine or the device is not there
   */
  public static GoldenVerifier of(String engine, DeviceKind device, Precision precision) {
    return of(engine, device, precision, Compilers.forEngine(engine).passes(device, precision));
  }

  /**
   * Returns the verifier for an engine.
   *
   * @param engine DJL's name: {@code PyTorch} or {@code TensorFlow}
   * @param passes over the graph before it is compiled; {@code Passes.of()} for none
   * @throws IllegalArgumentException if there is no compiler for this engine
   * @throws IllegalStateException if the engine or the device is not there
   */
  public static GoldenVerifier of(
      String engine, DeviceKind device, Precision precision, Passes passes) {
    return of(new RunTarget(Compilers.forEngine(engine), device, precision), passes);
  }

  /** Returns the verifier of what a compiler writes. */
  static GoldenVerifier of(RunTarget target, Passes passes) {
    Engines.device(Engines.start(target.compiler().engine()), target.device());
    return new GoldenVerifier(target, passes);
  }

  /**
   * Returns how a golden file compares; whatever goes wrong, also in the file, is a row that did
   * not pass and says why.
   */
  public Parity verify(Path file) {
    try {
      return verify(Golden.read(file));
    } catch (IOException e) {
      return Parity.failed(
          file.getFileName().toString(), Duration.ZERO, String.valueOf(e.getMessage()));
    }
  }

  /** Returns how a backbone compares; whatever goes wrong is a row that did not pass. */
  public Parity verify(Golden golden) {
    long begin = System.nanoTime();
    try {
      Tolerance tolerance = Tolerance.of(golden, target.precision());
      FittedWeights weights =
          FittedWeights.of(Architectures.named(golden.id()), GoldenWeights.of(golden));
      Graph graph = graph(golden, weights);
      Rows found = run(golden, graph, weights.checkpoint());
      Parity measured =
          new Parity(
              golden.id(),
              Tolerance.relativeError(found.features(), golden.features()),
              Tolerance.relativeError(
                  Tolerance.difference(found.features()), Tolerance.difference(golden.features())),
              golden.logits().isEmpty()
                  ? Double.NaN
                  : Tolerance.relativeError(found.logits(), golden.logits()),
              tolerance,
              since(begin),
              "");
      return measured.passed() || golden.stages().isEmpty()
          ? measured
          : measured.with(
              StageComparison.of(
                  golden, graph, weights.checkpoint(), target, tolerance.features()));
    } catch (IOException
        | MalformedModelException
        | TranslateException
        | EngineException
        | IllegalArgumentException e) {
      return Parity.failed(golden.id(), since(begin), String.valueOf(e.getMessage()));
    }
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static Graph graph(Golden golden, FittedWeights weights) throws WeightMismatchException {
    ImageInput input = new ImageInput(golden.sizePixels(), golden.mean(), golden.deviation());
    Graph graph = weights.graph(input, 0);
    weights.check(graph, golden.id());
    return graph;
  }

  /** Features and logits, as long as the golden has them, of both images. */
  private record Rows(
      ImmutableList<ImmutableList<Double>> features, ImmutableList<ImmutableList<Double>> logits) {}

  private Rows run(Golden golden, Graph graph, Checkpoint checkpoint)
      throws IOException, MalformedModelException, TranslateException {
    Node features = graph.output(FeatureTap.PENULTIMATE.name());
    Node joined = features;
    if (!golden.logits().isEmpty()) {
      // Both at once: weights of gigabytes are generated and loaded one time only.
      Node logits = graph.output(FeatureTap.LOGITS.name());
      joined = Node.of(new Op.Concatenate(0), ImmutableList.of(features, logits));
    }
    Graph whole = passes.run(Graph.of(ImmutableMap.of(JOINED, joined)));
    int dimension = features.shape().size(0);
    ImmutableList.Builder<ImmutableList<Double>> featureRows = ImmutableList.builder();
    ImmutableList.Builder<ImmutableList<Double>> logitRows = ImmutableList.builder();
    try (CompiledGraph compiled = CompiledGraph.of(whole, checkpoint, target)) {
      float[] values =
          compiled.forward(GoldenImages.both(golden.sizePixels()), golden.sizePixels());
      int length = joined.shape().size(0);
      for (int image = 0; image < GoldenImages.COUNT; image++) {
        List<Double> row = Doubles.asList(doubles(values, image * length, length));
        featureRows.add(ImmutableList.copyOf(row.subList(0, dimension)));
        if (!golden.logits().isEmpty()) {
          int given = golden.logits().get(image).size();
          logitRows.add(ImmutableList.copyOf(row.subList(dimension, dimension + given)));
        }
      }
    }
    return new Rows(featureRows.build(), logitRows.build());
  }

  private static double[] doubles(float[] values, int begin, int length) {
    double[] result = new double[length];
    for (int i = 0; i < length; i++) {
      result[i] = values[begin + i];
    }
    return result;
  }
}
