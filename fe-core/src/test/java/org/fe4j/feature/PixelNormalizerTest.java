package org.fe4j.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.common.primitives.Floats;
import java.nio.ByteBuffer;
import java.util.List;
import org.fe4j.engine.Engines;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelNormalizerTest {
  private static final int BATCH = 3;

  private static Preprocessing preprocessing(int side, List<Double> mean, List<Double> deviation) {
    return Preprocessing.of(side, side, Interpolation.BILINEAR, mean, deviation);
  }

  /** Each level occurs in each channel where a picture has 256 pixels or more. */
  private static ByteBuffer pixels(int side) {
    ByteBuffer pixels = ByteBuffer.allocateDirect(BATCH * side * side * 3);
    for (int i = 0; i < pixels.capacity(); i++) {
      pixels.put(i, (byte) (i / 3 + 89 * (i % 3)));
    }
    return pixels;
  }

  private static float[] floats(ByteBuffer buffer) {
    float[] floats = new float[buffer.remaining() / Float.BYTES];
    buffer.asFloatBuffer().get(floats);
    return floats;
  }

  // 1,024 pixels are converted at a time: less, exactly, and more than one piece a picture.
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 32, 50})
  void givesTheBitsThatPyTorchsOperationsGive(int side) {
    List<List<Double>> means =
        List.of(Preprocessing.IMAGENET_MEAN, List.of(0.5, 0.25, 0.1), List.of(0.0, 1.0, 0.3333));
    List<List<Double>> deviations =
        List.of(Preprocessing.IMAGENET_DEVIATION, List.of(0.5, 0.3, 0.7), List.of(1.0, 0.1, 0.01));
    ByteBuffer pixels = pixels(side);
    for (int i = 0; i < means.size(); i++) {
      Preprocessing preprocessing = preprocessing(side, means.get(i), deviations.get(i));
      PixelNormalizer normalizer = new PixelNormalizer(preprocessing, BATCH);
      try (NDManager manager = Engines.start("PyTorch").newBaseManager()) {
        NDArray mean = manager.create(Floats.toArray(preprocessing.mean()));
        NDArray deviation = manager.create(Floats.toArray(preprocessing.deviation()));
        NDArray expected =
            manager
                .create(pixels.clear(), new Shape(BATCH, side, side, 3), DataType.UINT8)
                .toType(DataType.FLOAT32, false)
                .div(255f)
                .sub(mean)
                .div(deviation);
        assertThat(floats(normalizer.channelsLast(pixels)))
            .containsExactly(expected.toFloatArray());
        assertThat(floats(normalizer.channelsFirst(pixels)))
            .containsExactly(expected.transpose(0, 3, 1, 2).toFloatArray());
      }
    }
  }

  @Test
  void writesIntoOneBufferAndReadsAWholeBatchWhereverItsPositionIs() {
    Preprocessing preprocessing =
        preprocessing(8, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_DEVIATION);
    PixelNormalizer normalizer = new PixelNormalizer(preprocessing, BATCH);
    ByteBuffer pixels = pixels(8);
    ByteBuffer first = normalizer.channelsFirst(pixels.position(5));
    float[] once = floats(first);
    assertThat(normalizer.channelsFirst(pixels)).isSameAs(first);
    assertThat(floats(first)).containsExactly(once);
    assertThat(first.isDirect()).isTrue();
  }

  @Test
  void refusesABatchThatDoesNotFitIntoABuffer() {
    Preprocessing preprocessing =
        preprocessing(480, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_DEVIATION);
    assertThatThrownBy(() -> new PixelNormalizer(preprocessing, 1024))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "1024 pictures of 480 x 480 pixels take 2831155200 bytes as floats, more than 2 GiB:"
                + " choose a smaller batch size");
  }
}
