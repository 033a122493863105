package org.fe4j.zoo.savedmodel;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.fe4j.zoo.compiler.ParameterValues;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.Shape;

/**
 * A parameter as TensorFlow reads it: seen in some shape, its axes in some order, in some type.
 *
 * @param name of the variable, and of its entry in the checkpoint
 * @param parameter where the values come from
 * @param view a shape of as many elements as the parameter, row-major
 * @param order of the view's axes in memory
 * @param type of the elements
 */
record Variable(String name, Parameter parameter, Shape view, AxisOrder order, FloatType type) {
  private static final int PIECE_ELEMENTS = 1 << 16;

  /** 64 MiB: larger tensors are permuted in several blocks. */
  static final int BLOCK_ELEMENTS = 1 << 24;

  /** Takes pieces of the values. */
  @FunctionalInterface
  interface Sink {
    /** Appends what remains in the buffer. */
    void write(ByteBuffer bytes) throws IOException;
  }

  /** Refuses a view of another number of elements. */
  Variable {
    if (view.elements() != parameter.shape().elements()) {
      throw new IllegalArgumentException(parameter + " cannot be seen as " + view);
    }
  }

  /** Returns the sizes as they lie in memory. */
  ImmutableList<Integer> sizes() {
    return order.stored(view);
  }

  /** Returns the size of all elements. */
  long byteSize() {
    return type.bytes() * view.elements();
  }

  /** Writes the values in pieces, little-endian, in the order in which they lie in memory. */
  void writeTo(ParameterValues values, Sink sink) throws IOException {
    writeTo(values, BLOCK_ELEMENTS, sink);
  }

  /** The same with blocks of another size, so that small tensors test several of them. */
  void writeTo(ParameterValues values, int blockElements, Sink sink) throws IOException {
    Pieces pieces = new Pieces(type, sink);
    if (order.sameMemory(AxisOrder.rowMajor(view.rank()), view)) {
      float[] piece = new float[(int) Math.min(PIECE_ELEMENTS, view.elements())];
      for (long begin = 0; begin < view.elements(); begin += piece.length) {
        int count = (int) Math.min(piece.length, view.elements() - begin);
        values.read(parameter, begin, piece, 0, count);
        for (int i = 0; i < count; i++) {
          pieces.put(piece[i]);
        }
      }
    } else {
      // A block of the slowest axis in memory is one stretch of what is written. Axes of size 1
      // before it cannot be cut: those of a convolution of single pixels.
      int axis = order.axes().stream().filter(a -> view.size(a) != 1).findFirst().orElseThrow();
      int size = view.size(axis);
      int step = (int) Math.min(size, Math.max(1, blockElements / (view.elements() / size)));
      for (int begin = 0; begin < size; begin += step) {
        int end = Math.min(size, begin + step);
        permute(block(values, axis, begin, end), view.with(axis, end - begin), pieces);
      }
    }
    pieces.flush();
  }

  /** Returns the elements whose index along an axis is in a range, row-major. */
  private float[] block(ParameterValues values, int axis, int begin, int end) {
    long inner = 1;
    for (int i = axis + 1; i < view.rank(); i++) {
      inner *= view.size(i);
    }
    boolean whole = begin == 0 && end == view.size(axis);
    long stretch = whole ? view.elements() : (end - begin) * inner;
    long stride = view.size(axis) * inner;
    long count = whole ? 1 : view.elements() / stride;
    float[] block = new float[Math.toIntExact(count * stretch)];
    for (int i = 0; i < count; i++) {
      long from = i * stride + begin * inner;
      for (long done = 0; done < stretch; done += PIECE_ELEMENTS) {
        int piece = (int) Math.min(PIECE_ELEMENTS, stretch - done);
        values.read(parameter, from + done, block, (int) (i * stretch + done), piece);
      }
    }
    return block;
  }

  private void permute(float[] block, Shape shape, Pieces pieces) throws IOException {
    int rank = shape.rank();
    int[] sizes = new int[rank];
    int[] strides = new int[rank];
    for (int position = 0; position < rank; position++) {
      int axis = order.axes().get(position);
      sizes[position] = shape.size(axis);
      strides[position] = 1;
      for (int i = axis + 1; i < rank; i++) {
        strides[position] *= shape.size(i);
      }
    }
    int[] index = new int[rank];
    int from = 0;
    for (int done = 0; done < block.length; done++) {
      pieces.put(block[from]);
      for (int position = rank - 1; position >= 0; position--) {
        from += strides[position];
        if (++index[position] < sizes[position]) {
          break;
        }
        from -= sizes[position] * strides[position];
        index[position] = 0;
      }
    }
  }

  /** Collects values and hands them on in pieces. */
  private static final class Pieces {
    private final ByteBuffer buffer;
    private final FloatType type;
    private final Sink sink;

    Pieces(FloatType type, Sink sink) {
      this.buffer =
          ByteBuffer.allocate(PIECE_ELEMENTS * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
      this.type = type;
      this.sink = sink;
    }

    void put(float value) throws IOException {
      if (!buffer.hasRemaining()) {
        flush();
      }
      type.put(buffer, value);
    }

    void flush() throws IOException {
      sink.write(buffer.flip());
      buffer.clear();
    }
  }
}
