package org.fe4j.zoo.torchscript;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.file.WholeFile;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.compiler.CompilationCache;
import org.fe4j.zoo.compiler.CompiledFile;
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
public final class TorchScriptCompiler {
  /** Changes whenever the same graph and weights give other bytes. */
  public static final String VERSION = "torchscript-2";

  private TorchScriptCompiler() {}

  /**
   * Returns the compiled file of one tap of a graph, from the cache where it was compiled before.
   * Weights that do not fit must have been refused before, by {@link
   * org.fe4j.zoo.compiler.WeightCheck}.
   *
   * @param graph with any taps
   * @param target whose engine is not looked at
   * @param checkpoint holds what the graph reads
   * @param weightsSha256 of the weight file, in hex
   * @param cacheRoot see {@link CompilationCache}
   * @throws IllegalArgumentException if there is no such tap, or its value has several axes
   * @throws IOException if the cache cannot be read or written
   */
  public static CompiledFile compile(
      Graph graph,
      CompilationTarget target,
      Checkpoint checkpoint,
      String weightsSha256,
      Path cacheRoot,
      ProgressListener progress)
      throws IOException {
    Graph compiled = Passes.standard().run(graph.only(target.tap().name()));
    Emission emission = Emission.of(target.device(), target.precision());
    CodeEmitter.Module module = module(compiled, ParameterValues.of(checkpoint), emission);
    String content =
        String.join(
            "\n",
            VERSION,
            target.device().name(),
            target.precision().name(),
            target.tap().name(),
            weightsSha256,
            compiled.toText(),
            module.source());
    return CompilationCache.in(cacheRoot)
        .get(
            Hashing.sha256().hashString(content, StandardCharsets.UTF_8).toString(),
            file -> write(module, file, Durability.ON_DISK, progress));
  }

  /**
   * Writes the archive, under a temporary name in the same directory until it is complete; an
   * existing file is replaced. Weights are streamed.
   *
   * @param graph with one output of rank 1
   * @param file to be written, in a directory that exists
   * @throws IllegalArgumentException if the graph has several outputs, or its output several axes
   */
  public static void write(
      Graph graph,
      ParameterValues values,
      DeviceKind device,
      Precision precision,
      Path file,
      ProgressListener progress)
      throws IOException {
    write(graph, values, Emission.of(device, precision), file, progress);
  }

  static void write(
      Graph graph, ParameterValues values, Emission emission, Path file, ProgressListener progress)
      throws IOException {
    write(module(graph, values, emission), file, Durability.IN_MEMORY, progress);
  }

  private static CodeEmitter.Module module(Graph graph, ParameterValues values, Emission emission) {
    return CodeEmitter.emit(
        graph,
        emission,
        (parameter, begin, target, count) -> values.read(parameter, begin, target, 0, count));
  }

  private static void write(
      CodeEmitter.Module module, Path file, Durability durability, ProgressListener progress)
      throws IOException {
    WholeFile.write(
        file,
        durability,
        temporary -> {
          try (ArchiveWriter archive = ArchiveWriter.create(temporary)) {
            write(module, archive, progress);
          }
        });
  }

  private static void write(
      CodeEmitter.Module module, ArchiveWriter archive, ProgressListener progress)
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
