package org.fe4j.zoo.torchscript;

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

/** A compiled file on DJL's PyTorch engine. */
final class TorchScript implements AutoCloseable {
  private final Model model;
  private final Predictor<NDList, NDList> predictor;

  TorchScript(Path file) throws IOException, MalformedModelException {
    model = Model.newInstance("backbone", "PyTorch");
    model.load(file.getParent(), file.getFileName().toString());
    predictor = model.newPredictor(new NoopTranslator());
  }

  /** Returns the features of a batch of pictures, one after another. */
  float[] forward(byte[] pixels, int height, int width) throws TranslateException {
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
