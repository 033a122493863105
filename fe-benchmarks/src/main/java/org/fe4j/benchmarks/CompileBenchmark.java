package org.fe4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.engine.Engines;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.Compilers;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.checkpoint.Checkpoints;
import org.fe4j.zoo.checkpoint.SafetensorsWriter;
import org.fe4j.zoo.compiler.CompiledFile;
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
 * How long it takes from an open weight file to a compiled backbone in the cache: graph, passes,
 * the archive with its weights, its checksum, forced to the disk. The weight file is generated.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(1)
public class CompileBenchmark {
  private static final String SHA256 = "0".repeat(64);

  /** DJL's name of the engine, which is not started. */
  @Param({Engines.PYTORCH, Engines.TENSORFLOW})
  public String engine = Engines.PYTORCH;

  /** A name of the zoo, with or without weights: a small one and a large one. */
  @Param({"mobilenet_v3_large", "convnext_large"})
  public String backbone = "mobilenet_v3_large";

  private @Nullable TemporaryFolder folder;
  private @Nullable Checkpoint weights;

  /** Creates the benchmark; JMH calls {@link #generate} next. */
  public CompileBenchmark() {}

  /** Writes the weight file. */
  @Setup
  public void generate() throws IOException {
    TemporaryFolder made = TemporaryFolder.create();
    folder = made;
    Path file = made.path().resolve("weights.safetensors");
    Checkpoint generated = GeneratedBackbone.of(backbone, made.path()).weights();
    SafetensorsWriter.write(file, generated.tensors().values().asList(), generated::read);
    weights = Checkpoints.open(file);
  }

  /** Deletes all files. */
  @TearDown
  public void delete() throws IOException {
    if (weights != null) {
      weights.close();
    }
    if (folder != null) {
      folder.close();
    }
    folder = null;
  }

  /** Compiles into an empty cache; returns the bytes of the compiled file or folder. */
  @Benchmark
  public long compile() throws IOException {
    if (folder == null || weights == null) {
      throw new IllegalStateException("generate() comes first");
    }
    GeneratedBackbone generated = GeneratedBackbone.of(backbone, folder.path());
    CompilationTarget target =
        new CompilationTarget(engine, DeviceKind.CPU, Precision.FP32, generated.taps().get(0));
    try (TemporaryFolder cache = new TemporaryFolder(folder.newFolder())) {
      CompiledFile file =
          Compilers.forEngine(engine)
              .compile(
                  generated.graph(), target, weights, SHA256, cache.path(), ProgressListener.NONE);
      if (!Files.exists(file.path())) {
        throw new IllegalStateException("Nothing was compiled: there is no " + file.path());
      }
      return file.byteSize();
    }
  }
}
