package org.fe4j.zoo;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.BackboneFacts;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.backbone.BackboneReference;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.LinearClassifier;
import org.fe4j.download.CacheDirectory;
import org.fe4j.download.Fetcher;
import org.fe4j.image.Preprocessing;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.architecture.Architecture;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.architecture.PositionResizing;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.checkpoint.Checkpoints;
import org.fe4j.zoo.compiler.CompiledFile;
import org.fe4j.zoo.compiler.GraphCompiler;
import org.fe4j.zoo.compiler.WeightMismatchException;
import org.fe4j.zoo.graph.Graph;

/**
 * An architecture with the weights of a file: a row of the catalogue, or an architecture of one's
 * own.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class ArchitectureBackbone implements Backbone {
  private final Description description;
  private final Preprocessing preprocessing;

  /** Whether somebody asked for another size than the weights were published for. */
  private final boolean resized;

  /** Whether somebody asked for no connection, whatever the settings of the process are. */
  private final boolean offline;

  /**
   * All but the input size.
   *
   * @param dimensions length of the feature by tap, the default tap first
   */
  private record Description(
      String name,
      Architecture architecture,
      BackboneKind kind,
      int classCount,
      ImmutableMap<FeatureTap, Integer> dimensions,
      BackboneFacts facts,
      Optional<BackboneReference> reference,
      Weights weights) {}

  /** Where the weights come from. */
  @FunctionalInterface
  private interface Weights {
    /** Returns the file, fetched where that is needed and permitted, with its checksum. */
    WeightFile fetch(boolean offline, ProgressListener progress) throws IOException;
  }

  private record WeightFile(Path path, String sha256) {}

  private ArchitectureBackbone(
      Description description, Preprocessing preprocessing, boolean resized, boolean offline) {
    this.description = description;
    this.preprocessing = preprocessing;
    this.resized = resized;
    this.offline = offline;
  }

  /**
   * Returns a backbone of one's own.
   *
   * @param architecture builds the graph
   * @param weights a {@code .pth}, {@code .pt} or {@code .safetensors} file with the tensors that
   *     the graph reads; looked at when the backbone is compiled
   * @param preprocessing that the weights were trained with
   * @param kind what the architecture is made of
   * @param classCount outputs of its classifier; not looked at where it has none
   * @throws IllegalArgumentException if the architecture does not work at this input size
   */
  public static ArchitectureBackbone of(
      Architecture architecture,
      Path weights,
      Preprocessing preprocessing,
      BackboneKind kind,
      int classCount) {
    Graph graph = architecture.build(input(preprocessing), classCount);
    ImmutableMap.Builder<FeatureTap, Integer> dimensions = ImmutableMap.builder();
    graph
        .outputs()
        .forEach((tap, value) -> dimensions.put(new FeatureTap(tap), value.shape().size(0)));
    return new ArchitectureBackbone(
        new Description(
            "%s (%s)".formatted(architecture.name(), weights.getFileName()),
            architecture,
            kind,
            classCount,
            dimensions.buildOrThrow(),
            BackboneFacts.UNKNOWN,
            Optional.empty(),
            (offline, progress) -> local(architecture.name(), weights, progress)),
        preprocessing,
        false,
        false);
  }

  /** Returns a row of the catalogue, with the weights of a local file instead if there is one. */
  static ArchitectureBackbone of(ZooEntry entry, Optional<Path> file) {
    return new ArchitectureBackbone(
        new Description(
            file.map(path -> name(entry, path)).orElse(entry.name()),
            Architectures.named(entry.architecture()),
            entry.kind(),
            entry.classCount(),
            entry.featureDimensions(),
            facts(entry, file.isPresent()),
            Optional.of(
                new BackboneReference(
                    entry.name(), file.map(Path::toAbsolutePath), OptionalInt.empty())),
            (offline, progress) ->
                file.isEmpty()
                    ? published(entry, offline, progress)
                    : local(entry.architecture(), file.get(), progress)),
        entry.preprocessing(),
        false,
        false);
  }

  /** A file that is named after the backbone is the shortest name that tells them apart. */
  private static String name(ZooEntry entry, Path file) {
    String fileName = String.valueOf(file.getFileName());
    String stem = MoreFiles.getNameWithoutExtension(file);
    return stem.equals(entry.architecture()) || stem.equals(entry.name())
        ? fileName
        : "%s (%s)".formatted(entry.architecture(), fileName);
  }

  /** What is said about the published weights is not known of those in a file of somebody's. */
  private static BackboneFacts facts(ZooEntry entry, boolean otherWeights) {
    return new BackboneFacts(
        OptionalLong.of(entry.parameters()),
        OptionalDouble.of(entry.gigaMultiplyAdds()),
        otherWeights ? Optional.empty() : Optional.of(entry.trainingData()),
        otherWeights ? Optional.empty() : Optional.of(entry.license()),
        otherWeights ? Optional.empty() : entry.commercialUse().stated());
  }

  private static WeightFile local(String name, Path file, ProgressListener progress)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FileNotFoundException("%s: there is no weight file %s".formatted(name, file));
    }
    return new WeightFile(file, Fetcher.sha256(file, progress));
  }

  private static WeightFile published(ZooEntry entry, boolean offline, ProgressListener progress)
      throws IOException {
    WeightCache cache = WeightCache.ofDefaults();
    Path file = (offline ? cache.offline() : cache).fetch(entry, progress);
    return new WeightFile(file, Fetcher.cachedSha256(file, progress));
  }

  @Override
  public String name() {
    return description.name;
  }

  @Override
  public BackboneKind kind() {
    return description.kind;
  }

  @Override
  public BackboneFacts facts() {
    return resized ? description.facts.withoutMultiplyAdds() : description.facts;
  }

  @Override
  public Optional<BackboneReference> reference() {
    OptionalInt pixels = resized ? OptionalInt.of(preprocessing.cropPixels()) : OptionalInt.empty();
    return description.reference.map(
        found -> new BackboneReference(found.name(), found.weights(), pixels));
  }

  @Override
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  @Override
  public ImmutableList<FeatureTap> taps() {
    return description.dimensions.keySet().asList();
  }

  /** Returns that of the published weights; a file with other classes has other logits. */
  @Override
  public int dimension(FeatureTap tap) {
    Integer dimension = description.dimensions.get(tap);
    if (dimension == null) {
      throw new IllegalArgumentException(
          "No tap \"%s\"; %s has: %s".formatted(tap, name(), Joiner.on(", ").join(taps())));
    }
    return dimension;
  }

  /**
   * Returns this backbone for images of another size. Convolutional ones take any size from a
   * smallest one on; of transformers with a position embedding it is resampled where the reference
   * implementation does so, for sizes that patches fill.
   */
  @Override
  public ArchitectureBackbone withInputSize(int sizePixels) {
    int own = preprocessing.cropPixels();
    if (sizePixels == own) {
      return this;
    }
    if (description.architecture.positionResizing() == PositionResizing.REFUSED) {
      throw new IllegalArgumentException(
          "%s works at %d x %d pixels only: its position embedding is for this size, and the reference implementation does not resample it"
              .formatted(name(), own, own));
    }
    Preprocessing changed = preprocessing.withCropPixels(sizePixels);
    // Finds out at once whether the architecture works at this size.
    description.architecture.build(input(changed), Math.max(1, description.classCount));
    return new ArchitectureBackbone(description, changed, true, offline);
  }

  @Override
  public ArchitectureBackbone offline() {
    return new ArchitectureBackbone(description, preprocessing, resized, true);
  }

  @Override
  public CompiledBackbone compile(CompilationTarget target, ProgressListener progress)
      throws IOException {
    return compile(
        target,
        progress,
        (compiler, graph, weights) -> {
          CompiledFile compiled =
              compiler.compile(
                  graph,
                  target,
                  weights.checkpoint,
                  weights.sha256,
                  CacheDirectory.root(),
                  progress);
          return new Written(
              compiled.path(),
              graph.output(target.tap().name()).shape().size(0),
              graph,
              compiled.contentHash());
        });
  }

  @Override
  public CompiledBackbone compileClassifier(
      CompilationTarget target, LinearClassifier head, Path folder, ProgressListener progress)
      throws IOException {
    ClassifierHead added = new ClassifierHead(head);
    return compile(
        target,
        progress,
        (compiler, graph, weights) -> {
          Graph classifier = added.behind(graph, target.tap().name());
          String hash =
              compiler.write(
                  classifier,
                  new CompilationTarget(
                      target.engine(),
                      target.device(),
                      target.precision(),
                      new FeatureTap(ClassifierHead.PROBABILITIES)),
                  added.beside(weights.checkpoint),
                  weights.sha256 + " " + head.sha256(),
                  folder,
                  progress);
          return new Written(
              folder.resolve(compiler.fileName()), head.classCount(), classifier, hash);
        });
  }

  /** Writes a graph with the weights of a file. */
  @FunctionalInterface
  private interface Writing {
    Written write(GraphCompiler compiler, Graph graph, OpenWeights weights) throws IOException;
  }

  /**
   * What a graph reads.
   *
   * @param checkpoint with the graph's names
   * @param sha256 of the file, in hex
   */
  private record OpenWeights(Checkpoint checkpoint, String sha256) {}

  /**
   * What was written.
   *
   * @param dimension of its rows
   * @param graph with all its taps
   * @param contentHash of what decides its bytes
   */
  private record Written(Path path, int dimension, Graph graph, String contentHash) {}

  private CompiledBackbone compile(
      CompilationTarget target, ProgressListener progress, Writing writing) throws IOException {
    GraphCompiler compiler = Compilers.forEngine(target.engine());
    dimension(target.tap()); // Refuses a tap that these weights do not have.
    WeightFile file = description.weights.fetch(offline, progress);
    try (Checkpoint stored = Checkpoints.open(file.path)) {
      FittedWeights fitted = FittedWeights.of(description.architecture, stored);
      requireSize(file.path, fitted);
      Graph graph = fitted.graph(input(preprocessing), description.classCount);
      requireFit(graph, fitted, stored, file.path);
      Written written =
          writing.write(compiler, graph, new OpenWeights(fitted.checkpoint(), file.sha256));
      return new CompiledBackbone(
          written.path,
          compiler.input(target.device()),
          written.dimension,
          new CompiledBackbone.Identity(
              file.sha256,
              Hashing.sha256()
                  .hashString(written.graph.toText(), StandardCharsets.UTF_8)
                  .toString(),
              compiler.version(),
              written.contentHash),
          provenance(file, compiler));
    }
  }

  private static void requireFit(Graph graph, FittedWeights fitted, Checkpoint stored, Path file)
      throws IOException {
    try {
      fitted.check(graph, String.valueOf(file.getFileName()));
    } catch (WeightMismatchException e) {
      throw e.withAdvice(Lookalike.advice(stored));
    }
  }

  /** A file whose position embedding is for another size is found out here. */
  private void requireSize(Path file, FittedWeights fitted) {
    OptionalInt size = fitted.sizePixels();
    int wanted = preprocessing.cropPixels();
    boolean works =
        switch (description.architecture.positionResizing()) {
          case REFUSED -> false;
          case ON_REQUEST -> resized;
          case ALWAYS -> true;
        };
    if (size.isPresent() && size.getAsInt() != wanted && !works) {
      throw new IllegalArgumentException(
          "[%s] these weights are for images of %d pixels, but %s takes %d; choose the name whose input size fits"
              .formatted(file.getFileName(), size.getAsInt(), name(), wanted));
    }
  }

  private static ImmutableMap<String, String> provenance(WeightFile file, GraphCompiler compiler) {
    return ImmutableMap.of(
        "weights",
        String.valueOf(file.path.getFileName()),
        "weights sha256",
        file.sha256,
        "compiler",
        compiler.version());
  }

  private static ImageInput input(Preprocessing preprocessing) {
    return new ImageInput(
        preprocessing.cropPixels(), preprocessing.mean(), preprocessing.deviation());
  }
}
