package org.fe4j.feature;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.InputFormat;
import org.fe4j.engine.Engines;
import org.fe4j.image.Preprocessing;
import org.jspecify.annotations.Nullable;

/**
 * A compiled backbone in an engine of DJL: one native scope a batch, one fixed batch shape. Owns
 * native memory. Not safe for concurrent use; confine an instance to one thread.
 */
final class EngineModel implements AutoCloseable {
  private static final Set<InputFormat> PIXELS =
      EnumSet.of(InputFormat.PIXEL_BYTES, InputFormat.HOST_PIXEL_BYTES);

  private final String name;
  private final Preprocessing preprocessing;
  private final CompiledBackbone compiled;
  private final String engineName;
  private final Model model;
  private final Predictor<NDList, NDList> predictor;

  /** For models that take floats. */
  private final @Nullable PixelNormalizer normalizer;

  private EngineModel(
      String name,
      Preprocessing preprocessing,
      CompiledBackbone compiled,
      int batchSize,
      String engineName,
      Model model) {
    this.name = name;
    this.preprocessing = preprocessing;
    this.compiled = compiled;
    this.engineName = engineName;
    this.model = model;
    this.normalizer =
        PIXELS.contains(compiled.input()) ? null : new PixelNormalizer(preprocessing, batchSize);
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
      // A file in a folder; TensorFlow takes a directory in a folder the same way.
      model.load(folder, fileName.toString());
      return new EngineModel(
          name, preprocessing, compiled, batchSize, engine.getEngineName(), model);
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

  /** Returns a direct buffer for the pixels of a batch, from which the engine reads. */
  ByteBuffer newBatch(int images) {
    return BatchBuffer.allocate(images, preprocessing.cropBytes());
  }

  /**
   * Runs a batch; returns its rows.
   *
   * @param pixels of a batch, from the first byte
   * @param images in it, no more than the batch size
   */
  float[] forward(ByteBuffer pixels, int images) throws IOException {
    try (Submitted batch = submit(pixels, images)) {
      return batch.read();
    }
  }

  /**
   * Starts a batch. A CPU is through with it when this returns; a GPU works on, and can be given
   * the next one before these rows are read. The pixels were read when this returns. Calls the
   * model and nothing else of the engine: on TensorFlow one failed operation of the host's, on any
   * thread, makes all later ones outside of models fail.
   *
   * @param pixels of a batch, from the first byte
   * @param images in it, no more than the batch size
   */
  Submitted submit(ByteBuffer pixels, int images) throws IOException {
    NDManager manager = model.getNDManager().newSubManager();
    boolean submitted = false;
    try {
      NDList output = predictor.predict(new NDList(input(manager, pixels, images)));
      submitted = true;
      return new Submitted(manager, output, images);
    } catch (TranslateException | EngineException e) {
      throw failed(e);
    } finally {
      if (!submitted) {
        manager.close();
      }
    }
  }

  /** A batch that the engine was given. Confined to the thread that submitted it. */
  final class Submitted implements AutoCloseable {
    private final NDManager manager;
    private final NDList output;
    private final int images;

    private Submitted(NDManager manager, NDList output, int images) {
      this.manager = manager;
      this.output = output;
      this.images = images;
    }

    /** Returns the rows, for which a GPU is waited for. */
    float[] read() throws IOException {
      if (output.size() != 1) {
        throw new IOException(
            "%s: features of shape (%d, %d) were expected, but the model returned %d arrays"
                .formatted(name, images, compiled.dimension(), output.size()));
      }
      Shape found = output.get(0).getShape();
      if (!found.equals(new Shape(images, compiled.dimension()))) {
        throw new IOException(
            "%s: features of shape (%d, %d) were expected, but the model returned %s"
                .formatted(name, images, compiled.dimension(), found));
      }
      try {
        return output.get(0).toFloatArray();
      } catch (EngineException e) {
        throw failed(e); // What failed on a GPU since the batch was submitted shows here.
      }
    }

    @Override
    public void close() {
      output.close();
      manager.close();
    }
  }

  private IOException failed(Exception e) {
    return new IOException("%s: the engine failed: %s".formatted(name, e.getMessage()), e);
  }

  private NDArray input(NDManager manager, ByteBuffer batch, int images) {
    int side = preprocessing.cropPixels();
    Shape channelsLast = new Shape(images, side, side, 3);
    ByteBuffer pixels =
        batch.slice(0, images * preprocessing.cropBytes()).order(ByteOrder.nativeOrder());
    if (compiled.input() == InputFormat.HOST_PIXEL_BYTES) {
      NDManager host = manager.newSubManager(Device.cpu());
      return host.create(pixels, channelsLast, DataType.UINT8);
    }
    if (normalizer == null) {
      return manager.create(pixels, channelsLast, DataType.UINT8);
    }
    if (compiled.input() == InputFormat.NORMALIZED_FLOATS_CHANNELS_LAST) {
      return manager.create(normalizer.channelsLast(pixels), channelsLast, DataType.FLOAT32);
    }
    if (engineName.equals(Engines.PYTORCH)) {
      // A view: the same memory with other strides, by which libtorch recognises channels last. Its
      // convolutions take about two thirds of the time then, and differ in their last bits.
      return manager
          .create(normalizer.channelsLast(pixels), channelsLast, DataType.FLOAT32)
          .transpose(0, 3, 1, 2);
    }
    return manager.create(
        normalizer.channelsFirst(pixels), new Shape(images, 3, side, side), DataType.FLOAT32);
  }

  @Override
  public void close() {
    predictor.close();
    model.close();
    Engines.releaseFreeMemory();
  }
}
