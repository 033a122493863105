package org.fe4j.zoo.checkpoint;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads safetensors files.
 *
 * <table>
 * <caption>Layout, little-endian</caption>
 * <tr><th>bytes</th><th>field</th></tr>
 * <tr><td>8</td><td>{@code N}, length of the header, unsigned</td></tr>
 * <tr><td>{@code N}</td><td>header: a JSON object in UTF-8, by tensor name {@code {"dtype": "F32",
 * "shape": [..], "data_offsets": [begin, end]}}, and {@code "__metadata__"}, text by text; may end
 * in spaces</td></tr>
 * <tr><td>rest</td><td>data: row-major elements; {@code data_offsets} count from its first byte,
 * cover it without holes and do not overlap</td></tr>
 * </table>
 *
 * See <a href="https://github.com/huggingface/safetensors#format">the specification</a>. What it
 * forbids is refused.
 */
final class SafetensorsReader {
  /** As in the reference implementation; the largest public backbone needs under 1 MB. */
  static final long MAXIMUM_HEADER_BYTES = 100_000_000;

  /** Bounds the heap: a public backbone has under 3,000. */
  static final int MAXIMUM_TENSORS = 100_000;

  private static final int LENGTH_BYTES = 8;
  private static final String DAMAGED = ". The file is damaged: download it again.";

  private static final ImmutableMap<String, ElementType> TYPES =
      ImmutableMap.<String, ElementType>builder()
          .put("F64", ElementType.FLOAT64)
          .put("F32", ElementType.FLOAT32)
          .put("F16", ElementType.FLOAT16)
          .put("BF16", ElementType.BFLOAT16)
          .put("I64", ElementType.INT64)
          .put("I32", ElementType.INT32)
          .put("I16", ElementType.INT16)
          .put("I8", ElementType.INT8)
          .put("U8", ElementType.UINT8)
          .put("BOOL", ElementType.BOOL)
          .buildOrThrow();

  private record Entry(StoredTensor tensor, long begin, long end) {}

  private final MappedFile file;
  private final long headerBytes;
  private final long dataBegin;

  private SafetensorsReader(MappedFile file, long headerBytes) {
    this.file = file;
    this.headerBytes = headerBytes;
    this.dataBegin = LENGTH_BYTES + headerBytes;
  }

  /** Returns the name of an element type in the header. */
  static String dtype(ElementType type) {
    return TYPES.entrySet().stream()
        .filter(entry -> entry.getValue() == type)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  static ImmutableMap<String, TensorLayout> read(MappedFile file) throws IOException {
    if (file.size() < LENGTH_BYTES) {
      throw file.malformed(
          0, "header length", "8 bytes are needed but the file has " + file.size());
    }
    long headerBytes = file.int64(0);
    if (headerBytes < 0 || headerBytes > MAXIMUM_HEADER_BYTES) {
      throw file.malformed(
          0,
          "header length",
          Long.toUnsignedString(headerBytes)
              + " bytes, but at most "
              + MAXIMUM_HEADER_BYTES
              + " are allowed. This is no safetensors file, or it is damaged: download it again.");
    }
    if (headerBytes > file.size() - LENGTH_BYTES) {
      throw file.malformed(
          0,
          "header length",
          headerBytes
              + " bytes, but the file ends after "
              + (file.size() - LENGTH_BYTES)
              + ". It is truncated: download it again.");
    }
    return new SafetensorsReader(file, headerBytes).layouts();
  }

  private ImmutableMap<String, TensorLayout> layouts() throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    try (JsonReader json = new JsonReader(headerText())) {
      try {
        readHeader(json, entries);
      } catch (CharacterCodingException e) {
        throw malformed("header", "not UTF-8" + DAMAGED);
      } catch (MalformedJsonException
          | EOFException
          | IllegalStateException
          | NumberFormatException e) {
        throw malformed(
            "header", "not the JSON that is expected, near " + json.getPath() + DAMAGED);
      }
    }
    checkCoverage(entries);
    ImmutableMap.Builder<String, TensorLayout> layouts = ImmutableMap.builder();
    entries.forEach(
        (name, entry) ->
            layouts.put(name, TensorLayout.rowMajor(entry.tensor(), dataBegin + entry.begin())));
    return layouts.buildOrThrow();
  }

  private void readHeader(JsonReader json, Map<String, Entry> entries) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (name.equals("__metadata__")) {
        json.skipValue();
      } else if (entries.put(name, entry(json, name)) != null) {
        throw malformed(name, "occurs twice");
      } else if (entries.size() > MAXIMUM_TENSORS) {
        throw malformed(name, "the file has more than " + MAXIMUM_TENSORS + " tensors");
      }
    }
    json.endObject();
    if (json.peek() != JsonToken.END_DOCUMENT) {
      throw malformed("header", "something follows the JSON object" + DAMAGED);
    }
  }

  private Entry entry(JsonReader json, String name) throws IOException {
    String dtype = "";
    List<Long> shape = null;
    List<Long> offsets = null;
    json.beginObject();
    while (json.hasNext()) {
      String field = json.nextName();
      switch (field) {
        case "dtype" -> dtype = json.nextString();
        case "shape" -> shape = integers(json, name + ".shape");
        case "data_offsets" -> offsets = integers(json, name + ".data_offsets");
        default -> throw malformed(name, "unknown field \"" + field + "\"");
      }
    }
    json.endObject();
    ElementType type = TYPES.get(dtype);
    if (type == null) {
      throw malformed(name + ".dtype", "\"" + dtype + "\" is not among " + TYPES.keySet());
    }
    if (shape == null || offsets == null || offsets.size() != 2) {
      throw malformed(name, "needs dtype, shape and two data_offsets");
    }
    ImmutableList.Builder<Integer> sizes = ImmutableList.builder();
    for (long size : shape) {
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw malformed(name + ".shape", "sizes must lie in [0, 2^31), but found " + shape);
      }
      sizes.add((int) size);
    }
    StoredTensor tensor = new StoredTensor(name, type, sizes.build());
    checkOffsets(tensor, offsets.get(0), offsets.get(1));
    return new Entry(tensor, offsets.get(0), offsets.get(1));
  }

  private void checkOffsets(StoredTensor tensor, long begin, long end) throws IOException {
    String field = tensor.name() + ".data_offsets";
    long dataBytes = file.size() - dataBegin;
    if (begin < 0 || begin > end) {
      throw malformed(field, "[" + begin + ", " + end + "] is no range");
    }
    if (end > dataBytes) {
      throw malformed(
          field,
          String.format(
              "[%d, %d] reaches beyond the %d bytes of data. "
                  + "The file is truncated or damaged: download it again.",
              begin, end, dataBytes));
    }
    long needed;
    try {
      needed =
          Math.multiplyExact(TensorLayout.elements(tensor.sizes()), (long) tensor.type().bytes());
    } catch (ArithmeticException e) {
      throw malformed(tensor.name() + ".shape", "too large: " + tensor.sizes());
    }
    if (needed != end - begin) {
      throw malformed(
          field,
          String.format(
              "[%d, %d] holds %d bytes, but %s %s needs %d",
              begin, end, end - begin, tensor.type(), tensor.sizes(), needed));
    }
  }

  /** The specification: no holes and no overlaps, so that nothing hides in a file. */
  private void checkCoverage(Map<String, Entry> entries) throws IOException {
    List<Entry> ordered = new ArrayList<>(entries.values());
    ordered.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long end = 0;
    for (Entry entry : ordered) {
      if (entry.begin() != end) {
        throw malformed(
            entry.tensor().name() + ".data_offsets",
            "begins at " + entry.begin() + ", but the tensor before it ends at " + end);
      }
      end = entry.end();
    }
    if (end != file.size() - dataBegin) {
      throw file.malformed(
          dataBegin + end, "data", "from here to the end it belongs to no tensor" + DAMAGED);
    }
  }

  private List<Long> integers(JsonReader json, String field) throws IOException {
    List<Long> result = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      if (result.size() == StoredTensor.MAXIMUM_RANK) {
        throw malformed(field, "more than " + StoredTensor.MAXIMUM_RANK + " numbers");
      }
      if (json.peek() != JsonToken.NUMBER) {
        throw malformed(field, "must be numbers");
      }
      result.add(json.nextLong());
    }
    json.endArray();
    return result;
  }

  private MalformedWeightsException malformed(String field, String problem) {
    return file.malformed(LENGTH_BYTES, field, problem);
  }

  private Reader headerText() {
    return new InputStreamReader(
        new MappedInputStream(file, LENGTH_BYTES, headerBytes),
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  /** The bytes of a range of the file. */
  private static final class MappedInputStream extends InputStream {
    private final MappedFile file;
    private final long end;
    private long position;

    MappedInputStream(MappedFile file, long begin, long bytes) {
      this.file = file;
      this.position = begin;
      this.end = begin + bytes;
    }

    @Override
    public int read() {
      return position < end ? file.unsignedByte(position++) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
      if (position == end) {
        return -1;
      }
      int bytes = (int) Math.min(Math.min(count, file.viewBytes()), end - position);
      file.view(position, bytes).get(target, offset, bytes);
      position += bytes;
      return bytes;
    }
  }
}
