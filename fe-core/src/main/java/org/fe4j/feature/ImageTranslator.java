package org.fe4j.feature;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.fe4j.backbone.InputFormat;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.Preprocessor;
import org.fe4j.image.RgbImage;

/**
 * What happens to a picture of DJL's before a compiled backbone, and to the feature behind it.
 *
 * @param preprocessing of the backbone
 * @param input what it takes
 * @param answer makes the answer of a feature
 * @param <T> what is answered
 */
record ImageTranslator<T>(
    Preprocessing preprocessing, InputFormat input, Function<float[], T> answer)
    implements Translator<Image, T> {

  @Override
  public NDList processInput(TranslatorContext context, Image image) {
    NDManager manager = context.getNDManager();
    byte[] pixels;
    try (NDArray decoded = image.toNDArray(manager, Image.Flag.COLOR)) {
      pixels = decoded.toByteArray();
    }
    RgbImage picture = RgbImage.wrap(image.getWidth(), image.getHeight(), pixels);
    byte[] crop = Preprocessor.of(preprocessing).apply(picture);
    int side = preprocessing.cropPixels();
    return new NDList(
        switch (input) {
          case PIXEL_BYTES, HOST_PIXEL_BYTES ->
              manager.create(direct(crop), new Shape(side, side, 3), DataType.UINT8);
          case NORMALIZED_FLOATS ->
              manager.create(
                  normalizer().channelsFirst(ByteBuffer.wrap(crop)),
                  new Shape(3, side, side),
                  DataType.FLOAT32);
          case NORMALIZED_FLOATS_CHANNELS_LAST ->
              manager.create(
                  normalizer().channelsLast(ByteBuffer.wrap(crop)),
                  new Shape(side, side, 3),
                  DataType.FLOAT32);
        });
  }

  private static ByteBuffer direct(byte[] bytes) {
    return BatchBuffer.allocate(1, bytes.length).put(bytes).rewind();
  }

  private PixelNormalizer normalizer() {
    return new PixelNormalizer(preprocessing, 1);
  }

  @Override
  public T processOutput(TranslatorContext context, NDList list) {
    return answer.apply(list.singletonOrThrow().toFloatArray());
  }

  @Override
  public Batchifier getBatchifier() {
    return Batchifier.STACK;
  }
}
