package org.fe4j.zoo;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.InputFormat;
import org.fe4j.image.Preprocessing;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.architecture.Architecture;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.checkpoint.Checkpoints;
import org.fe4j.zoo.compiler.CompiledFile;
import org.fe4j.zoo.compiler.WeightCheck;
import org.fe4j.zoo.compiler.WeightMismatchException;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.torchscript.TorchScriptCompiler;
import org.fe4j.zoo.weights.CacheDirectory;
import org.fe4j.zoo.weights.WeightsFetcher;
import org.fe4j.zoo.weights.WeightsLocation;

/** A row of the catalogue as a backbone: its architecture, and its published weights or a file. */
final class ZooBackbone implements Backbone {
  private static final String PYTORCH = "PyTorch";

  private final ZooEntry entry;
  private final Optional<Path> weights;
  private final Architecture architecture;

  ZooBackbone(ZooEntry entry, Optional<Path> weights) {
    this.entry = entry;
    this.weights = weights;
    this.architecture = Architectures.named(entry.architecture());
  }

  @Override
  public String name() {
    return weights
        .map(file -> "%s (%s)".formatted(entry.architecture(), file.getFileName()))
        .orElse(entry.name());
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

  /** Returns that of the published weights; a file with other classes has other logits. */
  @Override
  public int dimension(FeatureTap tap) {
    Integer dimension = entry.featureDimensions().get(tap);
    if (dimension == null) {
      throw new IllegalArgumentException(
          "No tap \"%s\"; %s has: %s".formatted(tap, entry.name(), Joiner.on(", ").join(taps())));
    }
    return dimension;
  }

  @Override
  public CompiledBackbone compile(CompilationTarget target, ProgressListener progress)
      throws IOException {
    if (!target.engine().equals(PYTORCH)) {
      throw new IllegalArgumentException(
          "%s can be compiled for %s, not for %s".formatted(name(), PYTORCH, target.engine()));
    }
    dimension(target.tap()); // Refuses a tap that these weights do not have.
    Path file = weightFile(progress);
    String sha256 =
        weights.isPresent()
            ? WeightsFetcher.sha256(file, progress)
            : WeightsFetcher.cachedSha256(file, progress);
    try (Checkpoint stored = Checkpoints.open(file)) {
      Checkpoint checkpoint = new RenamedCheckpoint(stored, architecture::parameterName);
      requireSize(file, checkpoint);
      Graph graph = architecture.build(input(), classCount(checkpoint));
      requireFit(graph, checkpoint, stored, file);
      CompiledFile compiled =
          TorchScriptCompiler.compile(
              graph, target, checkpoint, sha256, CacheDirectory.root(), progress);
      return new CompiledBackbone(
          compiled.path(),
          InputFormat.PIXEL_BYTES,
          graph.only(target.tap().name()).outputs().values().asList().get(0).shape().size(0),
          compiled.contentHash(),
          provenance(file, sha256));
    }
  }

  private Path weightFile(ProgressListener progress) throws IOException {
    if (weights.isEmpty()) {
      Optional<WeightsLocation> location = entry.location();
      return location.isEmpty()
          ? EmbeddedWeights.unpack(entry, progress)
          : WeightsFetcher.ofDefaults().fetch(location.get(), progress);
    }
    Path file = weights.get();
    if (!Files.isRegularFile(file)) {
      throw new FileNotFoundException(
          "%s: there is no weight file %s".formatted(entry.architecture(), file));
    }
    return file;
  }

  private void requireFit(Graph graph, Checkpoint checkpoint, Checkpoint stored, Path file)
      throws IOException {
    try {
      WeightCheck.check(
          graph, checkpoint, String.valueOf(file.getFileName()), architecture::ignores);
    } catch (WeightMismatchException e) {
      Optional<String> other = Lookalike.of(stored);
      throw other.isEmpty()
          ? e
          : e.withAdvice("The file looks like a %s checkpoint.".formatted(other.get()));
    }
  }

  /** Position embeddings work at one size; a file for another one is found out here. */
  private void requireSize(Path file, Checkpoint checkpoint) {
    OptionalInt size = Lookalike.sizePixels(architecture, checkpoint);
    int crop = entry.preprocessing().cropPixels();
    if (size.isPresent() && size.getAsInt() != crop) {
      throw new IllegalArgumentException(
          "[%s] these weights are for images of %d pixels, but %s takes %d; choose the name whose input size fits"
              .formatted(file.getFileName(), size.getAsInt(), entry.name(), crop));
    }
  }

  private int classCount(Checkpoint checkpoint) {
    return Lookalike.classCount(architecture, checkpoint).orElse(entry.classCount());
  }

  private ImmutableMap<String, String> provenance(Path file, String sha256) {
    return ImmutableMap.of(
        "weights",
        String.valueOf(file.getFileName()),
        "weights sha256",
        sha256,
        "compiler",
        TorchScriptCompiler.VERSION);
  }

  private ImageInput input() {
    Preprocessing preprocessing = entry.preprocessing();
    return new ImageInput(
        preprocessing.cropPixels(), preprocessing.mean(), preprocessing.deviation());
  }
}
