package org.fe4j.zoo.torchscript;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.InputFormat;
import org.fe4j.backbone.Precision;
import org.fe4j.file.WholeFile;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.compiler.GraphCompiler;
import org.fe4j.zoo.compiler.ParameterValues;
import org.fe4j.zoo.compiler.Passes;
import org.fe4j.zoo.graph.Graph;

/**
 * Writes a graph with its weights as a TorchScript archive, which libtorch loads without the code
 * of any framework. Its {@code forward} takes unsigned bytes (N, H, W, 3) for any N and returns
 * contiguous float32 (N, D), whatever the precision in between.
 *
 * <pre>
 * archive/data.pkl             the module: its tensors by attribute, sizes, strides
 * archive/code/__torch__.py    class Backbone with forward, one operation a line
 * archive/data/0 … n           raw little-endian elements
 * archive/constants.pkl        an empty tuple
 * archive/version              10
 * </pre>
 *
 * <p>Safe for use by multiple threads.
 */
public final class TorchScriptCompiler implements GraphCompiler {
  /** Changes whenever the same graph and weights give other bytes. */
  private static final String VERSION = "torchscript-3";

  private final boolean fuses;

  /** Creates the compiler. */
  public TorchScriptCompiler() {
    this(true);
  }

  private TorchScriptCompiler(boolean fuses) {
    this.fuses = fuses;
  }

  /**
   * Returns a compiler that writes every operation by itself, as reference implementations compute
   * it: what measurements compare with.
   */
  public static TorchScriptCompiler plain() {
    return new TorchScriptCompiler(false);
  }

  @Override
  public String engine() {
    return "PyTorch";
  }

  @Override
  public String version() {
    return VERSION;
  }

  @Override
  public String fileName() {
    return "model.pt";
  }

  @Override
  public InputFormat input(DeviceKind device) {
    return fuses && device == DeviceKind.GPU
        ? InputFormat.HOST_PIXEL_BYTES
        : InputFormat.PIXEL_BYTES;
  }

  @Override
  public Passes passes(DeviceKind device, Precision precision) {
    if (!fuses) {
      return Passes.of();
    }
    return switch (device) {
      case CPU -> Passes.standard();
      case GPU -> Passes.withProducts();
    };
  }

  @Override
  public Program program(
      Graph graph, ParameterValues values, DeviceKind device, Precision precision) {
    Emission emission = Emission.of(device, precision);
    return program(graph, values, fuses ? emission : emission.unfused());
  }

  static Program program(Graph graph, ParameterValues values, Emission emission) {
    return program(
        CodeEmitter.emit(
            graph,
            emission,
            (parameter, begin, target, count) -> values.read(parameter, begin, target, 0, count)));
  }

  static Program program(CodeModule module) {
    return new Program() {
      @Override
      public String text() {
        return module.source();
      }

      @Override
      public void write(Path path, Durability durability, ProgressListener progress)
          throws IOException {
        WholeFile.write(
            path,
            durability,
            temporary -> {
              try (ArchiveWriter archive = ArchiveWriter.create(temporary)) {
                TorchScriptCompiler.write(module, archive, progress);
              }
            });
      }
    };
  }

  private static void write(CodeModule module, ArchiveWriter archive, ProgressListener progress)
      throws IOException {
    long begin = System.nanoTime();
    long total = module.tensors().stream().mapToLong(ArchiveTensor::byteSize).sum();
    long done = 0;
    archive.add("archive/data.pkl", PickleWriter.module(module.tensors()));
    archive.add("archive/code/__torch__.py", module.source().getBytes(StandardCharsets.UTF_8));
    int key = 0;
    for (ArchiveTensor tensor : module.tensors()) {
      archive.add("archive/data/" + key++, tensor.byteSize(), tensor::writeTo);
      done += tensor.byteSize();
      Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
      progress.onProgress(new Progress("Compiling", done, total, "bytes", elapsed));
    }
    archive.add("archive/constants.pkl", PickleWriter.emptyTuple());
    archive.add("archive/version", "10\n".getBytes(StandardCharsets.UTF_8));
    archive.finish();
  }
}
