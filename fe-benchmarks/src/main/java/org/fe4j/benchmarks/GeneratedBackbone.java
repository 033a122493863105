package org.fe4j.benchmarks;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.engine.Engines;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.image.Preprocessing;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.Compilers;
import org.fe4j.zoo.Zoo;
import org.fe4j.zoo.ZooEntry;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.checkpoint.ElementType;
import org.fe4j.zoo.compiler.CompiledFile;
import org.fe4j.zoo.compiler.GraphCompiler;
import org.fe4j.zoo.compiler.ParameterValues;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.torchscript.TorchScriptCompiler;
import org.fe4j.zoo.verify.GeneratedTensor;
import org.fe4j.zoo.verify.GoldenWeights;

/**
 * A backbone of the zoo at its usual input size with generated weights, so that no download is
 * needed. Compiled as a user's is.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param entry of the zoo
 * @param cacheRoot where compiled files go
 */
record GeneratedBackbone(ZooEntry entry, Path cacheRoot) implements Backbone {
  private static final String WEIGHTS =
      Hashing.sha256().hashString("generated", StandardCharsets.UTF_8).toString();

  /** Returns the backbone of a name, full or without weights. */
  static GeneratedBackbone of(String name, Path cacheRoot) {
    return new GeneratedBackbone(Zoo.entry(name), cacheRoot);
  }

  @Override
  public String name() {
    return entry.architecture() + ".generated";
  }

  @Override
  public BackboneKind kind() {
    return entry.kind();
  }

  @Override
  public Preprocessing preprocessing() {
    return entry.preprocessing();
  }

  @Override
  public ImmutableList<FeatureTap> taps() {
    return entry.featureDimensions().keySet().asList();
  }

  @Override
  public int dimension(FeatureTap tap) {
    Integer dimension = entry.featureDimensions().get(tap);
    if (dimension == null) {
      throw new IllegalArgumentException(
          "No tap \"%s\"; %s has: %s".formatted(tap, name(), taps()));
    }
    return dimension;
  }

  @Override
  public CompiledBackbone compile(CompilationTarget target, ProgressListener progress)
      throws IOException {
    GraphCompiler compiler = Compilers.forEngine(target.engine());
    Graph graph = graph();
    CompiledFile file = compiler.compile(graph, target, weights(), WEIGHTS, cacheRoot, progress);
    return new CompiledBackbone(
        file.path(),
        compiler.input(target.device()),
        dimension(target.tap()),
        new CompiledBackbone.Identity(
            WEIGHTS,
            Hashing.sha256().hashString(graph.toText(), StandardCharsets.UTF_8).toString(),
            compiler.version(),
            file.contentHash()),
        ImmutableMap.of("weights", "generated"));
  }

  /**
   * Writes the graph as the reference implementation computes it: batch normalisations by
   * themselves, nothing folded or merged.
   *
   * @param folder that exists
   * @return the file or folder that the engine loads
   */
  Path compilePlainly(CompilationTarget target, Path folder) throws IOException {
    GraphCompiler compiler =
        target.engine().equals(Engines.PYTORCH)
            ? TorchScriptCompiler.plain()
            : Compilers.forEngine(target.engine());
    Path path = folder.resolve(compiler.fileName());
    compiler
        .program(
            graph().only(target.tap().name()),
            ParameterValues.of(weights()),
            target.device(),
            target.precision())
        .write(path, Durability.IN_MEMORY, ProgressListener.NONE);
    return path;
  }

  /** Returns the graph with all its taps. */
  Graph graph() {
    Preprocessing preprocessing = preprocessing();
    ImageInput input =
        new ImageInput(preprocessing.cropPixels(), preprocessing.mean(), preprocessing.deviation());
    return Architectures.named(entry.architecture()).build(input, Math.max(1, entry.classCount()));
  }

  /** Returns weights that keep the values of all layers in a usual range. */
  Checkpoint weights() {
    ImmutableList.Builder<GeneratedTensor> tensors = ImmutableList.builder();
    for (Parameter parameter : graph().storedParameters().values()) {
      ImmutableList<Integer> sizes = parameter.shape().sizes();
      boolean factor =
          sizes.size() == 1
              && !parameter.name().endsWith("bias")
              && !parameter.name().endsWith("running_mean");
      float range =
          sizes.size() > 1
              ? (float) Math.sqrt(3.0 * sizes.get(0) / parameter.shape().elements())
              : 0.1f;
      tensors.add(
          new GeneratedTensor(parameter.name(), ElementType.FLOAT32, sizes, factor ? 1 : 0, range));
    }
    return GoldenWeights.of(tensors.build());
  }
}
