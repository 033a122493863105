package org.fe4j.feature;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.fe4j.backbone.CustomBackbone;
import org.fe4j.backbone.InputFormat;
import org.fe4j.engine.Engines;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.ProgressListener;

/**
 * A host whose own operation on TensorFlow fails, after which DJL fails all later ones; its guest
 * extracts features.
 */
final class PoisonedInAnotherProcess {
  private PoisonedInAnotherProcess() {}

  /** Takes the directories of two models: of bytes, and of floats with channels first. */
  public static void main(String[] arguments) throws Exception {
    Engine engine = Engines.start(Engines.TENSORFLOW);
    try (NDManager manager = engine.newBaseManager()) {
      NDArray square = manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 2));
      NDArray other = manager.create(new float[] {1, 2, 3}, new Shape(3, 1));
      System.out.println("before " + outcome(() -> square.add(square)));
      System.out.println("failing " + outcome(() -> square.matMul(other)));
      System.out.println("after " + outcome(() -> square.add(square)));
    }
    byte[] pixels = new byte[8 * 8 * 3];
    Arrays.fill(pixels, (byte) 51);
    RgbImage image = RgbImage.wrap(8, 8, pixels);
    for (InputFormat input :
        new InputFormat[] {InputFormat.PIXEL_BYTES, InputFormat.NORMALIZED_FLOATS}) {
      Path model = Path.of(arguments[input == InputFormat.PIXEL_BYTES ? 0 : 1]);
      try (FeatureExtractor extractor =
          FeatureExtractor.builder(
                  CustomBackbone.builder("model", model, 8, 3).input(input).build())
              .engine(Engines.TENSORFLOW)
              .withoutStore()
              .open(ProgressListener.NONE)) {
        System.out.println(input + " " + Arrays.toString(extractor.extract(image)));
      }
    }
  }

  private static String outcome(Supplier<NDArray> operation) {
    try {
      return Arrays.toString(operation.get().toFloatArray());
    } catch (RuntimeException e) {
      return "failed";
    }
  }
}
