package org.fe4j.benchmarks;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
 * How long an engine takes to load a compiled backbone, and to its first features, beside reading
 * the same bytes. All from the system's file cache. Weights are generated.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 7)
@Fork(1)
public class LoadBenchmark {
  private static final int PIECE_BYTES = 1 << 20;

  /** DJL's name of the engine. */
  @Param({Engines.PYTORCH, Engines.TENSORFLOW})
  public String engine = Engines.PYTORCH;

  /** A name of the zoo, with or without weights. */
  @Param({"resnet50", "convnext_large"})
  public String backbone = "resnet50";

  private @Nullable TemporaryFolder folder;
  private @Nullable CompilationTarget target;
  private Path compiled = Path.of("");
  private int side;

  /** Creates the benchmark; JMH calls {@link #compile} next. */
  public LoadBenchmark() {}

  /** Compiles the backbone and starts the engine. */
  @Setup
  public void compile() throws IOException {
    TemporaryFolder made = TemporaryFolder.create();
    folder = made;
    GeneratedBackbone generated = GeneratedBackbone.of(backbone, made.path());
    CompilationTarget cpu =
        new CompilationTarget(engine, DeviceKind.CPU, Precision.FP32, generated.taps().get(0));
    target = cpu;
    side = generated.preprocessing().cropPixels();
    compiled = generated.compile(cpu, ProgressListener.NONE).path();
    Engines.start(engine);
  }

  /** Deletes the compiled backbone. */
  @TearDown
  public void delete() throws IOException {
    if (folder != null) {
      folder.close();
    }
    folder = null;
  }

  /** Loads the backbone and frees it; returns whether it was there. */
  @Benchmark
  public boolean load() throws IOException, MalformedModelException {
    try (LoadedBackbone loaded = LoadedBackbone.of(compiled, target())) {
      return loaded.memory().isOpen();
    }
  }

  /** Loads the backbone, runs one image and frees it; returns its feature. */
  @Benchmark
  public float[] loadAndForward() throws IOException, MalformedModelException, TranslateException {
    try (LoadedBackbone loaded = LoadedBackbone.of(compiled, target());
        NDArray image = loaded.upload(LoadedBackbone.pixels(1, side), 1, side)) {
      return loaded.forward(image);
    }
  }

  /** Reads all its bytes through a small buffer; returns how many there are. */
  @Benchmark
  public long readBytes() throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
    long bytes = 0;
    for (Path file : files()) {
      try (FileChannel channel = FileChannel.open(file)) {
        int count = channel.read(piece.clear());
        while (count >= 0) {
          bytes += count;
          count = channel.read(piece.clear());
        }
      }
    }
    return bytes;
  }

  /** Reads them into fresh memory, which a model needs, too; returns how many there are. */
  @Benchmark
  public long readIntoMemory() throws IOException {
    long bytes = 0;
    for (Path file : files()) {
      try (FileChannel channel = FileChannel.open(file)) {
        ByteBuffer whole = ByteBuffer.allocateDirect(Math.toIntExact(channel.size()));
        while (whole.hasRemaining() && channel.read(whole) >= 0) {
          // Until it is full.
        }
        bytes += whole.position();
      }
    }
    return bytes;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(compiled)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private CompilationTarget target() {
    if (target == null) {
      throw new IllegalStateException("compile() comes first");
    }
    return target;
  }
}
