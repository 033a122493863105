package org.fe4j.benchmarks;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.engine.Engines;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.image.Preprocessing;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.Compilers;
import org.fe4j.zoo.architecture.Architectures;
import org.fe4j.zoo.architecture.ImageInput;
import org.fe4j.zoo.checkpoint.ElementType;
import org.fe4j.zoo.compiler.GraphCompiler;
import org.fe4j.zoo.compiler.ParameterValues;
import org.fe4j.zoo.compiler.Passes;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.verify.GeneratedTensor;
import org.fe4j.zoo.verify.GoldenWeights;
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
 * How long a batch takes through a compiled backbone on the CPU, from bytes on the device to
 * features on the heap, on both engines side by side. Weights are generated.
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

  /** The architecture. */
  @Param({"resnet50", "mobilenet_v2", "vit_b_16"})
  public String architecture = "resnet50";

  /** Of weights and activations. */
  @Param({"FP32", "BF16"})
  public Precision precision = Precision.FP32;

  /** Whether the graph goes through the compiler's passes. */
  @Param("true")
  public boolean passes = true;

  /** Images a batch. */
  @Param("32")
  public int batchSize = 32;

  private @Nullable Loaded loaded;

  /** Creates the benchmark; JMH calls {@link #load} next. */
  public ForwardBenchmark() {}

  private record Loaded(Model model, Predictor<NDList, NDList> predictor, NDArray images) {}

  /** Compiles and loads the backbone, and makes a batch of images. */
  @Setup
  public void load() throws IOException, MalformedModelException {
    ImageInput input =
        new ImageInput(224, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_DEVIATION);
    Graph built = Architectures.named(architecture).build(input, 1000).only("penultimate");
    Graph graph = passes ? Passes.standard().run(built) : built;
    GraphCompiler compiler = Compilers.forEngine(engine);
    Engine started = Engines.start(engine);
    Path folder = Files.createTempDirectory("fe4j-benchmark");
    try {
      compiler
          .program(graph, ParameterValues.of(weights(built)), DeviceKind.CPU, precision)
          .write(folder.resolve(compiler.fileName()), Durability.IN_MEMORY, ProgressListener.NONE);
      Model model =
          Model.newInstance(architecture, Engines.device(started, DeviceKind.CPU), engine);
      model.load(folder, compiler.fileName());
      ByteBuffer pixels = ByteBuffer.allocateDirect(batchSize * 224 * 224 * 3);
      for (int i = 0; i < pixels.capacity(); i++) {
        pixels.put(i, (byte) ((i * 31) >>> 3));
      }
      Shape shape = new Shape(batchSize, 224, 224, 3);
      NDArray images = model.getNDManager().create(pixels, shape, DataType.UINT8);
      loaded = new Loaded(model, model.newPredictor(new NoopTranslator()), images);
    } finally {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** Frees the backbone. */
  @TearDown
  public void close() {
    loaded().predictor().close();
    loaded().model().close();
    loaded = null;
  }

  /** Runs a batch; returns its features, one after another. */
  @Benchmark
  public float[] forward() throws TranslateException {
    try (NDList output = loaded().predictor().predict(new NDList(loaded().images()))) {
      return output.get(0).toFloatArray();
    }
  }

  private Loaded loaded() {
    if (loaded == null) {
      throw new IllegalStateException("load() comes first");
    }
    return loaded;
  }

  /** Weights that keep the values of all layers in a usual range. */
  private static GoldenWeights weights(Graph graph) {
    ImmutableList.Builder<GeneratedTensor> tensors = ImmutableList.builder();
    for (Parameter parameter : graph.parameters()) {
      ImmutableList<Integer> sizes = parameter.shape().sizes();
      boolean scale = sizes.size() == 1 && !parameter.name().endsWith("bias");
      float range =
          sizes.size() > 1
              ? (float) Math.sqrt(3.0 * sizes.get(0) / parameter.shape().elements())
              : 0.1f;
      tensors.add(
          new GeneratedTensor(parameter.name(), ElementType.FLOAT32, sizes, scale ? 1 : 0, range));
    }
    return GoldenWeights.of(tensors.build());
  }
}
