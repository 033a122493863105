package org.fe4j.zoo.verify;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fe4j.engine.Engines;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.compiler.GraphCompiler;
import org.fe4j.zoo.compiler.ParameterValues;
import org.fe4j.zoo.graph.Graph;

/**
 * A graph compiled and loaded for a moment; its file is deleted when it is loaded.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class CompiledGraph implements AutoCloseable {
  private final Model model;
  private final Predictor<NDList, NDList> predictor;

  private CompiledGraph(Model model) {
    this.model = model;
    this.predictor = model.newPredictor(new NoopTranslator());
  }

  /**
   * Compiles a graph with one output and loads it.
   *
   * @throws IOException if the file cannot be written or read
   * @throws MalformedModelException if the engine refuses the file
   */
  static CompiledGraph of(Graph graph, Checkpoint checkpoint, RunTarget target)
      throws IOException, MalformedModelException {
    GraphCompiler compiler = target.compiler();
    Path directory = Files.createTempDirectory("fe4j-verify");
    Device where = Engines.device(Engines.start(compiler.engine()), target.device());
    Model model = Model.newInstance("model", where, compiler.engine());
    boolean loaded = false;
    try {
      compiler
          .program(graph, ParameterValues.of(checkpoint), target.device(), target.precision())
          .write(
              directory.resolve(compiler.fileName()), Durability.IN_MEMORY, ProgressListener.NONE);
      model.load(directory, compiler.fileName());
      loaded = true;
      return new CompiledGraph(model);
    } finally {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
      if (!loaded) {
        model.close();
      }
    }
  }

  /**
   * Returns the outputs of all images of a batch, one after another.
   *
   * @param pixels unsigned bytes (N, side, side, 3)
   */
  float[] forward(byte[] pixels, int side) throws TranslateException {
    try (NDManager scope = model.getNDManager().newSubManager()) {
      Shape shape = new Shape(pixels.length / (3L * side * side), side, side, 3);
      NDArray input = scope.create(ByteBuffer.wrap(pixels), shape, DataType.UINT8);
      NDList output = predictor.predict(new NDList(input));
      output.attach(scope);
      return output.singletonOrThrow().toFloatArray();
    }
  }

  @Override
  public void close() {
    predictor.close();
    model.close();
  }
}
