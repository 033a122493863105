package org.fe4j.zoo.savedmodel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The attributes of a node, by name; field numbers are those of TensorFlow's {@code AttrValue}.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class Attributes {
  private static final int LIST = 1;
  private static final int TEXT = 2;
  private static final int INTEGER = 3;
  private static final int FLOAT = 4;
  private static final int TRUTH = 5;
  private static final int TYPE = 6;
  private static final int SHAPE = 7;
  private static final int TENSOR = 8;
  private static final int LIST_INTEGERS = 3;
  private static final int LIST_TYPES = 6;

  private final Map<String, Message> values = new LinkedHashMap<>();

  Attributes type(String name, DataType value) {
    values.put(name, new Message().number(TYPE, value.number()));
    return this;
  }

  Attributes types(String name, List<DataType> types) {
    List<Integer> numbers = types.stream().map(DataType::number).toList();
    values.put(name, new Message().message(LIST, new Message().numbers(LIST_TYPES, numbers)));
    return this;
  }

  Attributes integer(String name, long value) {
    values.put(name, new Message().number(INTEGER, value));
    return this;
  }

  Attributes integers(String name, Integer... list) {
    return integers(name, Arrays.asList(list));
  }

  Attributes integers(String name, List<Integer> list) {
    values.put(name, new Message().message(LIST, new Message().numbers(LIST_INTEGERS, list)));
    return this;
  }

  Attributes number(String name, float value) {
    values.put(name, new Message().fixed32(FLOAT, Float.floatToIntBits(value)));
    return this;
  }

  Attributes truth(String name, boolean value) {
    values.put(name, new Message().number(TRUTH, value ? 1 : 0));
    return this;
  }

  Attributes text(String name, String value) {
    values.put(name, new Message().bytes(TEXT, value.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  /** Adds a shape; -1 is a size that is not known. */
  Attributes shape(String name, List<Integer> sizes) {
    values.put(name, new Message().message(SHAPE, shapeMessage(sizes)));
    return this;
  }

  /**
   * Adds a tensor.
   *
   * @param content its elements, row-major, little-endian
   */
  Attributes tensor(String name, DataType type, List<Integer> sizes, byte[] content) {
    Message tensor =
        new Message().number(1, type.number()).message(2, shapeMessage(sizes)).bytes(4, content);
    values.put(name, new Message().message(TENSOR, tensor));
    return this;
  }

  /** Adds a text as a tensor without axes. */
  Attributes textTensor(String name, String value) {
    return textTensor(name, List.of(), List.of(value));
  }

  /** Adds texts as a tensor with one axis. */
  Attributes textTensor(String name, List<String> texts) {
    return textTensor(name, List.of(texts.size()), texts);
  }

  private Attributes textTensor(String name, List<Integer> sizes, List<String> texts) {
    Message tensor =
        new Message().number(1, DataType.STRING.number()).message(2, shapeMessage(sizes));
    texts.forEach(text -> tensor.text(8, text));
    values.put(name, new Message().message(TENSOR, tensor));
    return this;
  }

  /** Appends them to a node as a map in this field. */
  void writeTo(Message node, int field) {
    values.forEach((name, value) -> node.entry(field, name, value));
  }

  /** Returns TensorFlow's {@code TensorShapeProto}. */
  static Message shapeMessage(List<Integer> sizes) {
    Message shape = new Message();
    sizes.forEach(size -> shape.message(2, new Message().number(1, size)));
    return shape;
  }
}
