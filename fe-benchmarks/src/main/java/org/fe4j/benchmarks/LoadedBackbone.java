package org.fe4j.benchmarks;

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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.engine.Engines;

/**
 * A compiled backbone in its engine. Whoever loads it closes it. Not safe for concurrent use;
 * confine an instance to one thread.
 */
final class LoadedBackbone implements AutoCloseable {
  private final Model model;
  private final Predictor<NDList, NDList> predictor;

  private LoadedBackbone(Model model) {
    this.model = model;
    this.predictor = model.newPredictor(new NoopTranslator());
  }

  /**
   * Loads a compiled backbone.
   *
   * @param path of the file or folder
   */
  static LoadedBackbone of(Path path, CompilationTarget target)
      throws IOException, MalformedModelException {
    Engine engine = Engines.start(target.engine());
    Path whole = path.toAbsolutePath();
    Path folder = whole.getParent();
    Path name = whole.getFileName();
    if (folder == null || name == null) {
      throw new IOException("No model can be at " + path);
    }
    Model model =
        Model.newInstance("backbone", Engines.device(engine, target.device()), target.engine());
    boolean loaded = false;
    try {
      model.load(folder, name.toString());
      loaded = true;
      return new LoadedBackbone(model);
    } finally {
      if (!loaded) {
        model.close();
      }
    }
  }

  /** Returns the owner of arrays on the backbone's device. */
  NDManager memory() {
    return model.getNDManager();
  }

  /** Returns a batch of images on the device. */
  NDArray upload(ByteBuffer pixels, int batchSize, int side) {
    return memory().create(pixels, new Shape(batchSize, side, side, 3), DataType.UINT8);
  }

  /** Runs a batch; returns its features, one after another, on the heap. */
  float[] forward(NDArray images) throws TranslateException {
    try (NDList output = predictor.predict(new NDList(images))) {
      return output.singletonOrThrow().toFloatArray();
    }
  }

  /** Returns noise as pixels of images, the same at each call and in forward.py. */
  static ByteBuffer pixels(int batchSize, int side) {
    ByteBuffer pixels = ByteBuffer.allocateDirect(batchSize * side * side * 3);
    for (int i = 0; i < pixels.capacity(); i++) {
      int mixed = i * 0x9E3779B1;
      mixed = (mixed ^ (mixed >>> 15)) * 0x85EBCA77;
      pixels.put(i, (byte) (mixed >>> 24));
    }
    return pixels;
  }

  @Override
  public void close() {
    predictor.close();
    model.close();
  }
}
