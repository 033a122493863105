package org.fe4j.zoo.compiler;

import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.InputFormat;
import org.fe4j.backbone.Precision;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Node;

/**
 * Writes graphs with their weights in an engine's own format. What it writes takes unsigned bytes
 * (N, H, W, 3) for any N and returns float32 (N, D), whatever the precision in between.
 *
 * <p>Implementations are safe for use by multiple threads.
 */
public interface GraphCompiler {

  /** A graph in an engine's terms, its weights not yet read. */
  interface Program {
    /** Returns everything that decides what is written, but for the weights. */
    String text();

    /**
     * Writes it with its weights, which are streamed; under a temporary name in the same folder
     * until it is complete.
     *
     * @param path of the file or folder that appears, in a folder that exists
     */
    void write(Path path, Durability durability, ProgressListener progress) throws IOException;
  }

  /** Returns DJL's name of the engine that runs what is written. */
  String engine();

  /**
   * Returns name and version, which change whenever the same graph and weights give other bytes.
   */
  String version();

  /** Returns what the compiled file or folder is called. */
  String fileName();

  /** Returns what a compiled backbone takes on this device. */
  default InputFormat input(DeviceKind device) {
    return InputFormat.PIXEL_BYTES;
  }

  /** Returns what a graph goes through before it is written for this device and precision. */
  default Passes passes(DeviceKind device, Precision precision) {
    return Passes.standard();
  }

  /**
   * Returns the program of a graph.
   *
   * @param graph after {@link #passes}, with one output of rank 1
   * @param values of its parameters, read when the program is written
   * @throws IllegalArgumentException if the graph has several outputs, its output several axes, or
   *     the engine cannot compute in this precision on this device
   */
  Program program(Graph graph, ParameterValues values, DeviceKind device, Precision precision);

  /**
   * Returns the only output of a graph that is compiled.
   *
   * @throws IllegalArgumentException if it has several outputs, or its output several axes
   */
  static Node output(Graph graph) {
    if (graph.outputs().size() != 1) {
      throw new IllegalArgumentException(
          "A compiled graph has one output, but found " + graph.outputs().keySet());
    }
    Node output = graph.outputs().values().iterator().next();
    if (output.shape().rank() != 1) {
      throw new IllegalArgumentException(
          "A feature is one row of numbers, but the output is " + output);
    }
    return output;
  }

  /**
   * Returns the compiled file of one tap of a graph, from the cache where it was compiled before.
   * Weights that do not fit must have been refused before, by {@link WeightCheck}.
   *
   * @param graph with any taps
   * @param target whose engine is not looked at
   * @param checkpoint holds what the graph reads
   * @param weightsSha256 of the weight file, in hex
   * @param cacheRoot see {@link CompilationCache}
   * @throws IllegalArgumentException if there is no such tap, its value has several axes, or the
   *     engine cannot compute in this precision on this device
   * @throws IOException if the cache cannot be read or written
   */
  default CompiledFile compile(
      Graph graph,
      CompilationTarget target,
      Checkpoint checkpoint,
      String weightsSha256,
      Path cacheRoot,
      ProgressListener progress)
      throws IOException {
    Compilation compilation = Compilation.of(this, graph, target, checkpoint, weightsSha256);
    return CompilationCache.in(cacheRoot)
        .get(
            compilation.contentHash(),
            fileName(),
            path -> compilation.program().write(path, Durability.ON_DISK, progress));
  }

  /**
   * Writes one tap of a graph into a folder, as {@link #compile} does into the cache.
   *
   * @param graph with any taps
   * @param target whose engine is not looked at
   * @param checkpoint holds what the graph reads
   * @param weightsSha256 of all that the checkpoint holds, in hex
   * @param folder that exists; {@link #fileName} appears in it, complete and on the disk
   * @return sha-256, in hex, of what decides the bytes
   * @throws IllegalArgumentException if there is no such tap, its value has several axes, or the
   *     engine cannot compute in this precision on this device
   * @throws IOException if it cannot be written
   */
  default String write(
      Graph graph,
      CompilationTarget target,
      Checkpoint checkpoint,
      String weightsSha256,
      Path folder,
      ProgressListener progress)
      throws IOException {
    Compilation compilation = Compilation.of(this, graph, target, checkpoint, weightsSha256);
    compilation.program().write(folder.resolve(fileName()), Durability.ON_DISK, progress);
    return compilation.contentHash();
  }
}
