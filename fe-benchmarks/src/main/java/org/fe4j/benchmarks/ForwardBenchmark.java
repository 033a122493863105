package org.fe4j.benchmarks;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.engine.Engines;
import org.fe4j.progress.ProgressListener;
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
 * How long a batch takes through a compiled backbone, from bytes on the device to features on the
 * heap: any backbone of the zoo, on both engines and devices, as users run it and as its reference
 * implementation computes it. Weights are generated.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
public class ForwardBenchmark {
  /** DJL's name of the engine. */
  @Param({Engines.PYTORCH, Engines.TENSORFLOW})
  public String engine = Engines.PYTORCH;

  /** A name of the zoo, with or without weights; its preprocessing decides the images' size. */
  @Param({"resnet50", "convnext_tiny", "vit_b_16", "mobilenet_v3_large"})
  public String backbone = "resnet50";

  /** What it runs on. */
  @Param("CPU")
  public DeviceKind device = DeviceKind.CPU;

  /** Of weights and activations. */
  @Param({"FP32", "BF16"})
  public Precision precision = Precision.FP32;

  /** Which program. */
  @Param("FUSED")
  public Program program = Program.FUSED;

  /** Images a batch. */
  @Param("32")
  public int batchSize = 32;

  private @Nullable LoadedBackbone loaded;
  private @Nullable NDArray images;

  /** Creates the benchmark; JMH calls {@link #load} next. */
  public ForwardBenchmark() {}

  /** Compiles and loads the backbone, and makes a batch of images. */
  @Setup
  public void load() throws IOException, MalformedModelException {
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      GeneratedBackbone generated = GeneratedBackbone.of(backbone, folder.path());
      CompilationTarget target =
          new CompilationTarget(engine, device, precision, generated.taps().get(0));
      Path compiled =
          switch (program) {
            case FUSED -> generated.compile(target, ProgressListener.NONE).path();
            case PLAIN -> generated.compilePlainly(target, folder.path());
          };
      LoadedBackbone model = LoadedBackbone.of(compiled, target);
      loaded = model;
      int side = generated.preprocessing().cropPixels();
      images = model.upload(LoadedBackbone.pixels(batchSize, side), batchSize, side);
    }
  }

  /** Frees the backbone. */
  @TearDown
  public void close() {
    if (loaded != null) {
      loaded.close();
    }
    loaded = null;
    images = null;
  }

  /** Runs a batch; returns its features, one after another. */
  @Benchmark
  public float[] forward() throws TranslateException {
    if (loaded == null || images == null) {
      throw new IllegalStateException("load() comes first");
    }
    return loaded.forward(images);
  }
}
