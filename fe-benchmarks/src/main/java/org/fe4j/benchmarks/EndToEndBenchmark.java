package org.fe4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.engine.Engines;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.progress.ProgressListener;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * How long a folder of JPEG files takes to features in a store, through the public extractor: an
 * empty store for each invocation, the backbone loaded and warm. The photographs are those of
 * {@link Photographs}, all different. Weights are generated.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@Fork(1)
public class EndToEndBenchmark {
  private static final long WARM_SEED = 1L << 40;

  /** DJL's name of the engine. */
  @Param({Engines.PYTORCH, Engines.TENSORFLOW})
  public String engine = Engines.PYTORCH;

  /** A name of the zoo, with or without weights. */
  @Param({"squeezenet1_1", "resnet50"})
  public String backbone = "resnet50";

  /** What it runs on. */
  @Param("CPU")
  public DeviceKind device = DeviceKind.CPU;

  /** Of weights and activations. */
  @Param("FP32")
  public Precision precision = Precision.FP32;

  /** Images a batch. */
  @Param("32")
  public int batchSize = 32;

  /** Images in the folder. */
  @Param("256")
  public int images = 256;

  /** A folder with class folders of JPEG files, or nothing to have one generated. */
  @Param("")
  public String folder = "";

  private @Nullable TemporaryFolder temporary;
  private @Nullable ImageDataset dataset;
  private @Nullable ImageDataset warm;
  private @Nullable FeatureExtractor extractor;

  /** Creates the benchmark; JMH calls {@link #generate} next. */
  public EndToEndBenchmark() {}

  /** Writes the photographs. */
  @Setup
  public void generate() throws IOException {
    TemporaryFolder made = TemporaryFolder.create();
    temporary = made;
    Path whole = folder.isEmpty() ? made.path().resolve("images") : Path.of(folder);
    if (folder.isEmpty()) {
      Photographs.write(whole, images, 0);
    }
    dataset = ImageFolder.of(whole);
    Path few = made.path().resolve("warm");
    Photographs.write(few, 3 * batchSize, WARM_SEED);
    warm = ImageFolder.of(few);
  }

  /** Opens an extractor on an empty store, and loads the backbone by extracting other images. */
  @Setup(Level.Invocation)
  public void open() throws IOException {
    if (temporary == null || warm == null) {
      throw new IllegalStateException("generate() comes first");
    }
    FeatureExtractor opened =
        FeatureExtractor.builder(GeneratedBackbone.of(backbone, temporary.path().resolve("cache")))
            .engine(engine)
            .device(device)
            .precision(precision)
            .batchSize(batchSize)
            .store(temporary.newFolder())
            .open(ProgressListener.NONE);
    extractor = opened;
    opened.extract(warm, ProgressListener.NONE);
  }

  /** Extracts all images; returns their features, mapped from the store. */
  @Benchmark
  public DatasetFeatures extract() throws IOException {
    if (extractor == null || dataset == null) {
      throw new IllegalStateException("open() comes first");
    }
    return extractor.extract(dataset, ProgressListener.NONE);
  }

  /** Closes the extractor. */
  @TearDown(Level.Invocation)
  public void close() {
    if (extractor != null) {
      extractor.close();
    }
    extractor = null;
  }

  /** Deletes photographs and stores. */
  @TearDown
  public void delete() throws IOException {
    if (temporary != null) {
      temporary.close();
    }
    temporary = null;
  }
}
