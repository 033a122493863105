package org.fe4j.zoo.checkpoint;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.fe4j.numeric.Float16;

/**
 * Writes safetensors files, tensor by tensor with a small heap. {@link SafetensorsReader} has the
 * layout.
 */
public final class SafetensorsWriter {
  private static final int CHUNK_ELEMENTS = 1 << 14;

  /** Yields the values of tensors; {@link Checkpoint#read} is one. */
  @FunctionalInterface
  public interface Values {
    /**
     * Puts elements into {@code target}.
     *
     * @param name of the tensor
     * @param begin index of the first element in row-major order
     * @param target receives {@code count} values from {@code offset}
     */
    void read(String name, long begin, float[] target, int offset, int count);
  }

  private SafetensorsWriter() {}

  /**
   * Writes a file: beside its final name first, then moved, so that a file under that name is
   * whole. Values are rounded to nearest, ties to even, into half precision, and cut to integers.
   *
   * @param path replaced if it exists
   * @param tensors with distinct names, in the order of the header
   * @param values is asked for each tensor from its first element to its last, in chunks
   * @throws IllegalArgumentException if two tensors have one name
   */
  public static void write(Path path, List<StoredTensor> tensors, Values values)
      throws IOException {
    // The widest elements first, so that each tensor is aligned to its element size.
    List<StoredTensor> dataOrder =
        tensors.stream()
            .sorted(Comparator.comparingInt((StoredTensor t) -> t.type().bytes()).reversed())
            .toList();
    byte[] header = header(tensors, dataOrder);
    Path absolute = path.toAbsolutePath();
    // Not Files.createTempFile, whose files nobody else may read.
    Path part = absolute.resolveSibling(absolute.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (FileChannel channel = FileChannel.open(part, CREATE_NEW, WRITE)) {
        writeFully(channel, ByteBuffer.wrap(header));
        for (StoredTensor tensor : dataOrder) {
          writeData(channel, tensor, values);
        }
        channel.force(true);
      }
      Files.move(
          part, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static byte[] header(List<StoredTensor> tensors, List<StoredTensor> dataOrder)
      throws IOException {
    Map<String, Long> begins = new HashMap<>();
    long end = 0;
    for (StoredTensor tensor : dataOrder) {
      if (begins.put(tensor.name(), end) != null) {
        throw new IllegalArgumentException("Two tensors are called \"" + tensor.name() + "\"");
      }
      end += bytes(tensor);
    }
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      for (StoredTensor tensor : tensors) {
        json.name(tensor.name()).beginObject();
        json.name("dtype").value(SafetensorsReader.dtype(tensor.type()));
        json.name("shape").beginArray();
        for (int size : tensor.sizes()) {
          json.value(size);
        }
        json.endArray();
        long begin = begins.getOrDefault(tensor.name(), 0L);
        json.name("data_offsets").beginArray().value(begin).value(begin + bytes(tensor)).endArray();
        json.endObject();
      }
      json.endObject();
    }
    byte[] object = text.toString().getBytes(StandardCharsets.UTF_8);
    int padded = (object.length + 7) / 8 * 8;
    ByteBuffer header = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(padded).put(object);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.array();
  }

  private static long bytes(StoredTensor tensor) {
    return tensor.elements() * tensor.type().bytes();
  }

  private static void writeData(FileChannel channel, StoredTensor tensor, Values values)
      throws IOException {
    float[] chunk = new float[CHUNK_ELEMENTS];
    ByteBuffer bytes =
        ByteBuffer.allocate(CHUNK_ELEMENTS * tensor.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    long elements = tensor.elements();
    for (long done = 0; done < elements; ) {
      int step = (int) Math.min(CHUNK_ELEMENTS, elements - done);
      values.read(tensor.name(), done, chunk, 0, step);
      bytes.clear();
      for (int i = 0; i < step; i++) {
        put(tensor.type(), bytes, chunk[i]);
      }
      writeFully(channel, bytes.flip());
      done += step;
    }
  }

  private static void put(ElementType type, ByteBuffer bytes, float value) {
    switch (type) {
      case FLOAT64 -> bytes.putDouble(value);
      case FLOAT32 -> bytes.putFloat(value);
      case FLOAT16 -> bytes.putShort(Float16.fromFloat(value));
      case BFLOAT16 -> bytes.putShort(Float16.bfloat16FromFloat(value));
      case INT64 -> bytes.putLong((long) value);
      case INT32 -> bytes.putInt((int) value);
      case INT16 -> bytes.putShort((short) value);
      case INT8, UINT8 -> bytes.put((byte) (int) value);
      case BOOL -> bytes.put((byte) (value == 0 ? 0 : 1));
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
