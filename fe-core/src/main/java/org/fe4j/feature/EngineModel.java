package org.fe4j.feature;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import com.google.common.primitives.Floats;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.InputFormat;
import org.fe4j.image.Preprocessing;

/**
 * A compiled backbone in an engine of DJL: one native scope a batch, one fixed batch shape. Owns
 * native memory. Not safe for concurrent use; confine an instance to one thread.
 */
final class EngineModel implements AutoCloseable {
  private final String name;
  private final Preprocessing preprocessing;
  private final CompiledBackbone compiled;
  private final int batchSize;
  private final Model model;
  private final Predictor<NDList, NDList> predictor;

  private EngineModel(
      String name,
      Preprocessing preprocessing,
      CompiledBackbone compiled,
      int batchSize,
      Model model) {
    this.name = name;
    this.preprocessing = preprocessing;
    this.compiled = compiled;
    this.batchSize = batchSize;
    this.model = model;
    this.predictor = model.newPredictor(new NoopTranslator());
  }

  /**
   * Loads a compiled backbone.
   *
   * @param name for messages
   * @throws IOException if the engine cannot load it
   */
  static EngineModel load(
      String name,
      Preprocessing preprocessing,
      CompiledBackbone compiled,
      int batchSize,
      Engine engine,
      Device device)
      throws IOException {
    Path path = compiled.path().toAbsolutePath();
    Path fileName = path.getFileName();
    Path folder = path.getParent();
    if (fileName == null || folder == null) {
      throw new IOException(name + ": no model can be at " + path);
    }
    Model model = Model.newInstance(name, device, engine.getEngineName());
    try {
      model.load(folder, fileName.toString());
      return new EngineModel(name, preprocessing, compiled, batchSize, model);
    } catch (MalformedModelException | RuntimeException e) {
      model.close();
      throw new IOException(
          "%s: %s cannot load %s: %s".formatted(name, engine.getEngineName(), path, e.getMessage()),
          e);
    } catch (IOException e) {
      model.close();
      throw e;
    }
  }

  /** Returns a buffer for the pixels of a batch, which the engine reads without a copy. */
  ByteBuffer newBatch() {
    int bytes = Math.multiplyExact(batchSize, preprocessing.cropBytes());
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /**
   * Runs a whole batch; returns its rows.
   *
   * @param pixels of a batch, from the first byte to the capacity
   */
  float[] forward(ByteBuffer pixels) throws IOException {
    int side = preprocessing.cropPixels();
    Shape shape = new Shape(batchSize, side, side, 3);
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDArray images = manager.create(pixels.clear(), shape, DataType.UINT8);
      NDArray input =
          compiled.input() == InputFormat.PIXEL_BYTES ? images : normalize(manager, images);
      try (NDList output = predictor.predict(new NDList(input))) {
        Shape found = output.get(0).getShape();
        if (!found.equals(new Shape(batchSize, compiled.dimension()))) {
          throw new IOException(
              "%s: features of shape (%d, %d) were expected, but the model returned %s"
                  .formatted(name, batchSize, compiled.dimension(), found));
        }
        return output.get(0).toFloatArray();
      }
    } catch (TranslateException e) {
      throw new IOException("%s: the engine failed: %s".formatted(name, e.getMessage()), e);
    }
  }

  private NDArray normalize(NDManager manager, NDArray images) {
    NDArray mean = manager.create(Floats.toArray(preprocessing.mean()));
    NDArray deviation = manager.create(Floats.toArray(preprocessing.deviation()));
    return images
        .toType(DataType.FLOAT32, false)
        .div(255f)
        .sub(mean)
        .div(deviation)
        .transpose(0, 3, 1, 2);
  }

  @Override
  public void close() {
    predictor.close();
    model.close();
  }
}
