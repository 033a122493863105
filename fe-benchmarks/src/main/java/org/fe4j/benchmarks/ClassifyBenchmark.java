package org.fe4j.benchmarks;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fe4j.Classifier;
import org.fe4j.Protocol;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.Backbones;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.classifier.ClassifiedImages;
import org.fe4j.classifier.ClassifierFolder;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.engine.Engines;
import org.fe4j.zoo.Zoo;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.checkpoint.SafetensorsWriter;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a deployed classifier takes for a few JPEG files, to labelled probabilities, and how
 * much of that is its program alone. Weights are generated, where none travel with the project.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class ClassifyBenchmark {
  private static final int TRAINED_IMAGES = 24;
  private static final String CACHE = "fe4j.cache";

  /** DJL's name of the engine. */
  @Param(Engines.PYTORCH)
  public String engine = Engines.PYTORCH;

  /** A name of the zoo; its weights are generated but for those that are called formula. */
  @Param({"shufflenet_v2_x0_5.fe4j_formula_v1", "resnet50", "vit_b_16"})
  public String backbone = "resnet50";

  /** Files at a time. */
  @Param({"1", "32"})
  public int batchSize = 1;

  private @Nullable TemporaryFolder folder;
  private @Nullable Classifier classifier;
  private @Nullable LoadedBackbone loaded;
  private @Nullable NDArray images;
  private List<Path> files = List.of();

  /** Creates the benchmark; JMH calls {@link #load} next. */
  public ClassifyBenchmark() {}

  /** Trains and saves a classifier, and loads it. */
  @Setup
  public void load() throws IOException, MalformedModelException {
    TemporaryFolder own = TemporaryFolder.create();
    folder = own;
    Photographs.write(own.path().resolve("photographs"), Math.max(TRAINED_IMAGES, batchSize), 1);
    Path saved = own.path().resolve("classifier");
    @Nullable String cache = System.getProperty(CACHE);
    System.setProperty(CACHE, own.path().resolve("cache").toString());
    try {
      Classifier.train(
              backbone(own.path()),
              ImageFolder.of(own.path().resolve("photographs")),
              Protocol.standard())
          .engines(engine)
          .withoutStore()
          .save(saved);
    } finally {
      if (cache == null) {
        System.clearProperty(CACHE);
      } else {
        System.setProperty(CACHE, cache);
      }
    }
    try (Stream<Path> found = Files.walk(own.path().resolve("photographs"))) {
      files = found.filter(Files::isRegularFile).sorted().limit(batchSize).toList();
    }
    classifier = Classifier.loader(saved).engine(engine).batchSize(batchSize).load();
    Backbone deployed = ClassifierFolder.open(saved).asBackbone();
    CompilationTarget target =
        new CompilationTarget(engine, DeviceKind.CPU, Precision.FP32, deployed.taps().get(0));
    Path program = deployed.compile(target, org.fe4j.progress.ProgressListener.NONE).path();
    LoadedBackbone model = LoadedBackbone.of(program, target);
    loaded = model;
    int side = deployed.preprocessing().cropPixels();
    images = model.upload(LoadedBackbone.pixels(batchSize, side), batchSize, side);
  }

  private Backbone backbone(Path where) throws IOException {
    if (Zoo.entry(backbone).name().endsWith(".fe4j_formula_v1")) {
      return Backbones.named(backbone);
    }
    GeneratedBackbone generated = GeneratedBackbone.of(backbone, where);
    Path weights = where.resolve("weights.safetensors");
    try (Checkpoint values = generated.weights()) {
      SafetensorsWriter.write(weights, values.tensors().values().asList(), values::read);
    }
    return Backbones.named(generated.entry().architecture(), weights);
  }

  /** Frees the classifier. */
  @TearDown
  public void close() throws IOException {
    if (classifier != null) {
      classifier.close();
    }
    if (loaded != null) {
      loaded.close();
    }
    if (folder != null) {
      folder.close();
    }
    classifier = null;
    loaded = null;
    images = null;
    folder = null;
  }

  /** Reads, decodes, resizes and classifies files; returns what is said of them. */
  @Benchmark
  public ClassifiedImages files() throws IOException {
    if (classifier == null) {
      throw new IllegalStateException("load() comes first");
    }
    return classifier.classify(files);
  }

  /** Reads, decodes, resizes and classifies one file, without threads. */
  @Benchmark
  public float oneFile() throws IOException {
    if (classifier == null) {
      throw new IllegalStateException("load() comes first");
    }
    return classifier.classify(files.get(0)).best().probability();
  }

  /** Runs the program alone, from bytes in the engine's memory; returns its probabilities. */
  @Benchmark
  public float[] forward() throws TranslateException {
    if (loaded == null || images == null) {
      throw new IllegalStateException("load() comes first");
    }
    return loaded.forward(images);
  }
}
