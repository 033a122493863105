package org.fe4j.zoo.savedmodel;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.Collectors;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.file.StagedFolder;
import org.fe4j.file.WholeFile;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.compiler.GraphCompiler;
import org.fe4j.zoo.compiler.ParameterValues;
import org.fe4j.zoo.graph.Graph;

/**
 * Writes a graph with its weights as a SavedModel, which TensorFlow loads without the code of any
 * framework. Its signature {@code serving_default} takes unsigned bytes {@code pixels} (N, H, W, 3)
 * for any N and returns float32 {@code features} (N, D). A classifier has a second signature,
 * {@code floats}, whose pixels are float32 levels in [0, 255], rounded to bytes first.
 *
 * <pre>
 * saved_model/saved_model.pb   the graph, for maps (N, H, W, C), and how it is filled and called
 * saved_model/variables/       the weights, see {@link VariablesWriter}
 * </pre>
 *
 * <p>Weights are variables: as constants they would be folded and copied, which took 4.8 GB and ten
 * seconds for ViT-B/16, and could not be written at all from 2 GB on. There is no {@code
 * __saved_model_init_op}: DJL would run it with every batch.
 *
 * <p>In bfloat16 weights and most values are in that type, and {@link
 * org.fe4j.zoo.compiler.PreciseValues} in float32. TensorFlow's own automatic mixed precision
 * rounds those too, and keeps weights in float32, to be rounded with every batch.
 *
 * <p>Safe for use by multiple threads.
 */
public final class SavedModelCompiler implements GraphCompiler {
  /** Changes whenever the same graph and weights give other bytes. */
  private static final String VERSION = "savedmodel-1";

  /** The signature of a classifier that takes levels as floats. */
  private static final String FLOATS = "floats";

  private static final String FILE = "saved_model.pb";
  private static final String VARIABLES = "variables";
  private static final String CHECKPOINT = "save/file";
  private static final String RESTORE = "save/restore_all";

  /** The version of graphs that TensorFlow 2.16 writes. */
  private static final int PRODUCER = 1766;

  /** Creates the compiler. */
  public SavedModelCompiler() {}

  @Override
  public String engine() {
    return "TensorFlow";
  }

  @Override
  public String version() {
    return VERSION;
  }

  @Override
  public String fileName() {
    return "saved_model";
  }

  @Override
  public Program program(
      Graph graph, ParameterValues values, DeviceKind device, Precision precision) {
    if (precision == Precision.FP16 || (precision == Precision.BF16 && device != DeviceKind.CPU)) {
      throw new IllegalArgumentException(
          "On TensorFlow a backbone runs in fp32 or, on a CPU, in bf16; %s on a %s was asked for"
              .formatted(precision, device));
    }
    FloatType element = precision == Precision.BF16 ? FloatType.BFLOAT16 : FloatType.FLOAT32;
    NodeEmitter.Module module = NodeEmitter.emit(graph, element);
    byte[] bytes = savedModel(module).toBytes();
    return new Program() {
      @Override
      public String text() {
        return Hashing.sha256().hashBytes(bytes)
            + "\n"
            + module.nodes().variables().stream()
                .map(Variable::toString)
                .collect(Collectors.joining("\n"));
      }

      @Override
      public void write(Path path, Durability durability, ProgressListener progress)
          throws IOException {
        SavedModelCompiler.write(module, bytes, values, path, durability, progress);
      }
    };
  }

  private static void write(
      NodeEmitter.Module module,
      byte[] savedModel,
      ParameterValues values,
      Path path,
      Durability durability,
      ProgressListener progress)
      throws IOException {
    long begin = System.nanoTime();
    long total = module.nodes().variables().stream().mapToLong(Variable::byteSize).sum();
    try (StagedFolder folder = StagedFolder.create(path)) {
      Path variables = Files.createDirectory(folder.path().resolve(VARIABLES));
      VariablesWriter.write(
          variables,
          module.nodes().variables(),
          values,
          durability,
          done -> {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
            progress.onProgress(new Progress("Compiling", done, total, "bytes", elapsed));
          });
      try (FileChannel channel =
          FileChannel.open(
              folder.path().resolve(FILE),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE)) {
        WholeFile.writeAll(channel, ByteBuffer.wrap(savedModel));
        if (durability == Durability.ON_DISK) {
          channel.force(true);
        }
      }
      folder.publish();
    }
  }

  private static Message savedModel(NodeEmitter.Module module) {
    module.nodes().addRestore(CHECKPOINT, RESTORE);
    Message graph =
        module.nodes().graph().message(4, new Message().number(1, PRODUCER)); // versions
    Message saver = // what loads the model runs RESTORE after it has told CHECKPOINT the path
        new Message().text(1, CHECKPOINT + ":0").text(3, RESTORE).number(7, 2);
    Message meta =
        new Message()
            .message(1, new Message().text(4, "serve"))
            .message(2, graph)
            .message(3, saver)
            .entry(5, "serving_default", signature(NodeEmitter.PIXELS, DataType.UINT8, module));
    if (module.takesFloats()) {
      meta.entry(5, FLOATS, signature(NodeEmitter.PIXELS_AS_FLOATS, DataType.FLOAT, module));
    }
    return new Message().number(1, 1).message(2, meta);
  }

  private static Message signature(String pixels, DataType type, NodeEmitter.Module module) {
    return new Message()
        .entry(1, "pixels", tensor(pixels, type, module.pixels()))
        .entry(2, "features", tensor(NodeEmitter.FEATURES, DataType.FLOAT, module.features()))
        .text(3, "tensorflow/serving/predict");
  }

  private static Message tensor(String node, DataType type, ImmutableList<Integer> sizes) {
    return new Message()
        .text(1, node + ":0")
        .number(2, type.number())
        .message(3, Attributes.shapeMessage(sizes));
  }
}
