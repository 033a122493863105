package org.fe4j.zoo.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle describes: the shapes of data that a state dict is made of, and names. None of them
 * does anything.
 */
sealed interface PickleValue {

  /** A string. */
  record Text(String text) implements PickleValue {}

  /** An integer that fits 64 bits. */
  record Whole(long value) implements PickleValue {}

  /** True or False. */
  record Flag(boolean value) implements PickleValue {}

  /** A tuple. */
  record Tuple(List<PickleValue> items) implements PickleValue {
    static final Tuple EMPTY = new Tuple(List.of());
  }

  /** A name that the pickle mentions: {@code torch._utils._rebuild_tensor_v2}. */
  record Global(String module, String name) implements PickleValue {
    @Override
    public String toString() {
      return module + "." + name;
    }
  }

  /**
   * A run of elements in the file.
   *
   * @param key its name in the archive
   * @param elements of the whole storage
   * @param viewBegin the first element that this reference sees, in ancient files
   */
  record Storage(ElementType type, String key, long elements, long viewBegin)
      implements PickleValue {}

  /**
   * A view of a storage, as the file states it; nothing is checked yet.
   *
   * @param statedAt byte offset in the file of the instruction that made it
   */
  record Tensor(Storage storage, long offset, Tuple sizes, Tuple strides, long statedAt)
      implements PickleValue {}

  /** Anything that no tensor depends on: a float, bytes, a set, a date. */
  record Inert() implements PickleValue {
    static final Inert VALUE = new Inert();
  }

  /** A list; may contain itself, so it has identity only. */
  final class Items implements PickleValue {
    private final List<PickleValue> items = new ArrayList<>();

    List<PickleValue> items() {
      return items;
    }
  }

  /** A dict's entries with text keys (no other keys lead to tensors); may contain itself. */
  final class Dict implements PickleValue {
    private final Map<String, PickleValue> entries = new LinkedHashMap<>();

    Map<String, PickleValue> entries() {
      return entries;
    }
  }

  /** An object that Python would make of a class, as its name and its attributes. */
  final class Instance implements PickleValue {
    private final Global type;
    private final Dict attributes = new Dict();

    Instance(Global type) {
      this.type = type;
    }

    Global type() {
      return type;
    }

    Dict attributes() {
      return attributes;
    }
  }
}
