package org.fe4j.zoo.torchscript;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.fe4j.zoo.graph.Shape;

/**
 * A tensor of the archive: how the code calls it, how it lies in its storage, and where its values
 * come from.
 *
 * @param name of the module's attribute
 * @param element type in the file
 * @param layout order in the file
 * @param values in row-major order
 */
record ArchiveTensor(
    String name, TorchElement element, Shape shape, MemoryLayout layout, Values values) {
  private static final int PIECE_ELEMENTS = 1 << 16;

  /** Reads elements in row-major order. */
  @FunctionalInterface
  interface Values {
    /** Puts {@code count} elements from {@code begin} into the target, from its start. */
    void read(long begin, float[] target, int count);
  }

  /** Returns a row-major float32 tensor of these values. */
  static ArchiveTensor constant(String name, Shape shape, ImmutableList<Double> values) {
    return new ArchiveTensor(
        name,
        TorchElement.FLOAT32,
        shape,
        MemoryLayout.CHANNELS_FIRST,
        (begin, target, count) -> {
          for (int i = 0; i < count; i++) {
            target[i] = values.get((int) begin + i).floatValue();
          }
        });
  }

  /** Returns the distance between neighbours along each axis, in elements. */
  ImmutableList<Long> strides() {
    return layout.strides(shape);
  }

  /** Returns the size of the storage. */
  long byteSize() {
    return shape.elements() * element.bytes();
  }

  /** Writes the storage in pieces. */
  void writeTo(ArchiveWriter.Sink sink) throws IOException {
    long total = shape.elements();
    // A channels-last tensor is cut between its first axis' elements, which are permuted each
    // alone.
    int row = layout.permutes(shape) ? Math.toIntExact(total / shape.size(0)) : 1;
    int piece = (int) Math.min(total, (long) row * Math.max(1, PIECE_ELEMENTS / row));
    float[] elements = new float[piece];
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(piece * element.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (long begin = 0; begin < total; begin += piece) {
      int count = (int) Math.min(piece, total - begin);
      values.read(begin, elements, count);
      bytes.clear();
      if (layout.permutes(shape)) {
        putPermuted(elements, count, bytes);
      } else {
        for (int i = 0; i < count; i++) {
          element.put(bytes, elements[i]);
        }
      }
      sink.write(bytes.flip());
    }
  }

  private void putPermuted(float[] elements, int count, ByteBuffer bytes) {
    int channels = shape.size(1);
    int positions = shape.size(2) * shape.size(3);
    for (int row = 0; row < count; row += channels * positions) {
      for (int position = 0; position < positions; position++) {
        for (int channel = 0; channel < channels; channel++) {
          element.put(bytes, elements[row + channel * positions + position]);
        }
      }
    }
  }
}
