package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.fe4j.zoo.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchiveTensorTest {
  private static final Shape SHAPE = Shape.of(3, 5, 70, 110);

  /** Larger than the pieces in which it is written, and its rows are no divisor of them. */
  @ParameterizedTest
  @EnumSource
  void everyElementLiesWhereTheStridesSay(MemoryLayout layout) throws IOException {
    ArchiveTensor tensor = indices(SHAPE, layout);
    List<Float> stored = written(tensor);
    ImmutableList<Long> strides = tensor.strides();
    assertThat(stored).hasSize((int) SHAPE.elements());
    for (int i = 0; i < stored.size(); i += 7) {
      int w = i % 110;
      int h = i / 110 % 70;
      int c = i / 110 / 70 % 5;
      int n = i / 110 / 70 / 5;
      long offset =
          n * strides.get(0) + c * strides.get(1) + h * strides.get(2) + w * strides.get(3);
      assertThat(stored.get((int) offset)).isEqualTo(i);
    }
  }

  @Test
  void onlyMapsLieChannelsLast() throws IOException {
    ArchiveTensor matrix = indices(Shape.of(300, 700), MemoryLayout.CHANNELS_LAST);
    assertThat(matrix.strides()).containsExactly(700L, 1L);
    assertThat(written(matrix).get(12345)).isEqualTo(12345);
    assertThat(MemoryLayout.CHANNELS_LAST.strides(Shape.of(8, 4, 3, 2)))
        .containsExactly(24L, 1L, 8L, 4L);
    assertThat(MemoryLayout.CHANNELS_FIRST.strides(Shape.of(8, 4, 3, 2)))
        .containsExactly(24L, 6L, 2L, 1L);
  }

  @Test
  void halfPrecisionTakesTwoBytesAndRoundsToEven() throws IOException {
    ArchiveTensor tensor =
        new ArchiveTensor(
            "w",
            TorchElement.FLOAT16,
            Shape.of(3),
            MemoryLayout.CHANNELS_FIRST,
            (begin, target, count) -> {
              target[0] = 1;
              target[1] = 2049;
              target[2] = 1e-7f;
            });
    List<Byte> bytes = new ArrayList<>();
    tensor.writeTo(
        piece -> {
          while (piece.hasRemaining()) {
            bytes.add(piece.get());
          }
        });
    assertThat(tensor.byteSize()).isEqualTo(6);
    // 2049 lies between 2048 (0x6800) and 2050; 1e-7 is nearest to 2 * 2^-24.
    assertThat(bytes)
        .containsExactly((byte) 0, (byte) 0x3c, (byte) 0, (byte) 0x68, (byte) 2, (byte) 0);
  }

  private static ArchiveTensor indices(Shape shape, MemoryLayout layout) {
    return new ArchiveTensor(
        "w",
        TorchElement.FLOAT32,
        shape,
        layout,
        (begin, target, count) -> {
          for (int i = 0; i < count; i++) {
            target[i] = begin + i;
          }
        });
  }

  private static List<Float> written(ArchiveTensor tensor) throws IOException {
    List<Float> elements = new ArrayList<>();
    tensor.writeTo(
        piece -> {
          ByteBuffer bytes = piece.order(ByteOrder.LITTLE_ENDIAN);
          while (bytes.hasRemaining()) {
            elements.add(bytes.getFloat());
          }
        });
    return elements;
  }
}
