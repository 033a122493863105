package org.fe4j.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.engine.Engines;
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

/** How long a batch of images takes from a direct buffer into the engine's memory on a device. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class UploadBenchmark {
  private static final int SIDE = 224;

  /** DJL's name of the engine. */
  @Param({Engines.PYTORCH, Engines.TENSORFLOW})
  public String engine = Engines.PYTORCH;

  /** Where the batch goes. */
  @Param("CPU")
  public DeviceKind device = DeviceKind.CPU;

  /** Images a batch. */
  @Param({"32", "128"})
  public int batchSize = 32;

  private ByteBuffer pixels = ByteBuffer.allocateDirect(0);
  private @Nullable NDManager memory;
  private @Nullable NDArray last;

  /** Creates the benchmark; JMH calls {@link #start} next. */
  public UploadBenchmark() {}

  /** Starts the engine and fills the buffer. */
  @Setup
  public void start() {
    Engine started = Engines.start(engine);
    memory = started.newBaseManager(Engines.device(started, device));
    pixels = LoadedBackbone.pixels(batchSize, SIDE);
  }

  /** Frees what is in the engine's memory. */
  @TearDown
  public void close() {
    if (memory != null) {
      memory.close();
    }
    memory = null;
    last = null;
  }

  /** Uploads a batch in place of the last one; returns it. From pageable memory: it has arrived. */
  @Benchmark
  public NDArray upload() {
    if (memory == null) {
      throw new IllegalStateException("start() comes first");
    }
    if (last != null) {
      last.close();
    }
    NDArray batch =
        memory.create(pixels.clear(), new Shape(batchSize, SIDE, SIDE, 3), DataType.UINT8);
    last = batch;
    return batch;
  }
}
