package org.fe4j.zoo;

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
import org.fe4j.zoo.architecture.PositionResizing;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.checkpoint.Checkpoints;
import org.fe4j.zoo.compiler.CompiledFile;
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

  /** Taps and dimensions are read off it; a weight file with other classes has other logits. */
  private final Graph published;

  ZooBackbone(ZooEntry entry, Optional<Path> weights) {
    this.entry = entry;
    this.weights = weights;
    this.architecture = Architectures.named(entry.architecture());
    this.published = architecture.build(input(), entry.classCount());
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
    return published.outputs().keySet().stream()
        .map(FeatureTap::new)
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public int dimension(FeatureTap tap) {
    return dimension(published.only(tap.name()));
  }

  @Override
  public CompiledBackbone compile(CompilationTarget target, ProgressListener progress)
      throws IOException {
    if (!target.engine().equals(PYTORCH)) {
      throw new IllegalArgumentException(
          "%s can be compiled for %s, not for %s".formatted(name(), PYTORCH, target.engine()));
    }
    Path file = weightFile(progress);
    String sha256 =
        weights.isPresent()
            ? WeightsFetcher.sha256(file, progress)
            : WeightsFetcher.cachedSha256(file, progress);
    try (Checkpoint stored = Checkpoints.open(file)) {
      FittedWeights fitted = FittedWeights.of(architecture, stored);
      requireSize(file, fitted);
      Graph graph = fitted.graph(input(), entry.classCount());
      requireFit(graph, fitted, stored, file);
      CompiledFile compiled =
          TorchScriptCompiler.compile(
              graph, target, fitted.checkpoint(), sha256, CacheDirectory.root(), progress);
      return new CompiledBackbone(
          compiled.path(),
          InputFormat.PIXEL_BYTES,
          dimension(graph.only(target.tap().name())),
          compiled.contentHash(),
          provenance(file, sha256));
    }
  }

  private Path weightFile(ProgressListener progress) throws IOException {
    if (weights.isEmpty()) {
      return EmbeddedWeights.are(entry.source())
          ? EmbeddedWeights.unpack(entry, progress)
          : WeightsFetcher.ofDefaults()
              .fetch(WeightsLocation.of(entry.source(), entry.sha256()), progress);
    }
    Path file = weights.get();
    if (!Files.isRegularFile(file)) {
      throw new FileNotFoundException(
          "%s: there is no weight file %s".formatted(entry.architecture(), file));
    }
    return file;
  }

  private void requireFit(Graph graph, FittedWeights fitted, Checkpoint stored, Path file)
      throws IOException {
    try {
      fitted.check(graph, String.valueOf(file.getFileName()));
    } catch (WeightMismatchException e) {
      throw e.withAdvice(Lookalike.advice(stored));
    }
  }

  /** Position embeddings work at one size; a file for another one is found out here. */
  private void requireSize(Path file, FittedWeights fitted) {
    OptionalInt size = fitted.sizePixels();
    int crop = entry.preprocessing().cropPixels();
    if (size.isPresent()
        && size.getAsInt() != crop
        && architecture.positionResizing() != PositionResizing.ALWAYS) {
      throw new IllegalArgumentException(
          "[%s] these weights are for images of %d pixels, but %s takes %d; choose the name whose input size fits"
              .formatted(file.getFileName(), size.getAsInt(), entry.name(), crop));
    }
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

  private static int dimension(Graph tapped) {
    return tapped.outputs().values().asList().get(0).shape().size(0);
  }

  private ImageInput input() {
    Preprocessing preprocessing = entry.preprocessing();
    return new ImageInput(
        preprocessing.cropPixels(), preprocessing.mean(), preprocessing.deviation());
  }
}
