package org.fe4j.zoo.compiler;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.engine.Engines;
import org.fe4j.file.WholeFile.Durability;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.graph.Graph;

/** A compiled file or folder on the CPU through DJL. */
public final class LoadedModel implements AutoCloseable {
  private final Model model;
  private final Predictor<NDList, NDList> predictor;

  private LoadedModel(Model model) {
    this.model = model;
    this.predictor = model.newPredictor(new NoopTranslator());
  }

  /** Compiles a graph in float32 into a folder, and loads it from there. */
  public static LoadedModel compile(
      GraphCompiler compiler, Graph graph, Checkpoint checkpoint, Path folder)
      throws IOException, MalformedModelException {
    return compile(compiler, graph, checkpoint, Precision.FP32, folder);
  }

  /** Compiles a graph into a folder, and loads it from there. */
  public static LoadedModel compile(
      GraphCompiler compiler, Graph graph, Checkpoint checkpoint, Precision precision, Path folder)
      throws IOException, MalformedModelException {
    Path path = folder.resolve(compiler.fileName());
    compiler
        .program(graph, ParameterValues.of(checkpoint), DeviceKind.CPU, precision)
        .write(path, Durability.IN_MEMORY, ProgressListener.NONE);
    return load(compiler, path);
  }

  /** Loads what a compiler wrote. */
  public static LoadedModel load(GraphCompiler compiler, Path path)
      throws IOException, MalformedModelException {
    Engines.start(compiler.engine());
    Model model = Model.newInstance("model", Device.cpu(), compiler.engine());
    boolean loaded = false;
    try {
      model.load(path.getParent(), path.getFileName().toString());
      loaded = true;
      return new LoadedModel(model);
    } finally {
      if (!loaded) {
        model.close();
      }
    }
  }

  /** Returns the features of a batch of pictures, one after another. */
  public float[] forward(byte[] pixels, int height, int width) throws TranslateException {
    int batch = pixels.length / (height * width * 3);
    try (NDManager scope = model.getNDManager().newSubManager()) {
      NDArray input =
          scope.create(
              ByteBuffer.wrap(pixels),
              new ai.djl.ndarray.types.Shape(batch, height, width, 3),
              DataType.UINT8);
      NDList output = predictor.predict(new NDList(input));
      output.attach(scope);
      NDArray features = output.singletonOrThrow();
      if (features.hasGradient() || features.getDataType() != DataType.FLOAT32) {
        throw new IllegalStateException("Not a plain float32 tensor: " + features);
      }
      return features.toFloatArray();
    }
  }

  @Override
  public void close() {
    predictor.close();
    model.close();
  }
}
