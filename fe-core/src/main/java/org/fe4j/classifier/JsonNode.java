package org.fe4j.classifier;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A value in {@code classifier.json}, read with what it is called, for messages.
 *
 * @param folder of the classifier
 * @param name where the value is: {@code preprocessing.mean}
 * @param value itself
 */
record JsonNode(Path folder, String name, JsonElement value) {

  /** Returns the field of an object. */
  JsonNode field(String field) throws MalformedClassifierException {
    JsonElement found = object().get(field);
    String path = name.isEmpty() ? field : name + "." + field;
    if (found == null) {
      throw new MalformedClassifierException(
          folder, "classifier.json has no field \"%s\"".formatted(path));
    }
    return new JsonNode(folder, path, found);
  }

  /** Returns all fields of an object, in order. */
  ImmutableMap<String, JsonNode> fields() throws MalformedClassifierException {
    ImmutableMap.Builder<String, JsonNode> fields = ImmutableMap.builder();
    object()
        .asMap()
        .forEach((key, field) -> fields.put(key, new JsonNode(folder, name + "." + key, field)));
    return fields.buildOrThrow();
  }

  /** Returns the strings of an object, in order. */
  ImmutableMap<String, String> strings() throws MalformedClassifierException {
    ImmutableMap.Builder<String, String> strings = ImmutableMap.builder();
    for (var field : fields().entrySet()) {
      strings.put(field.getKey(), field.getValue().string());
    }
    return strings.buildOrThrow();
  }

  /** Returns the entries of an array. */
  ImmutableList<JsonNode> entries() throws MalformedClassifierException {
    if (!value.isJsonArray()) {
      throw unexpected("an array");
    }
    ImmutableList.Builder<JsonNode> entries = ImmutableList.builder();
    for (JsonElement entry : value.getAsJsonArray()) {
      entries.add(new JsonNode(folder, name, entry));
    }
    return entries.build();
  }

  String string() throws MalformedClassifierException {
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw unexpected("a string");
    }
    return value.getAsString();
  }

  double number() throws MalformedClassifierException {
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      throw unexpected("a number");
    }
    try {
      return value.getAsDouble();
    } catch (NumberFormatException e) {
      throw unexpected("a number");
    }
  }

  int integer() throws MalformedClassifierException {
    double number = number();
    if (number != (int) number) {
      throw unexpected("a whole number");
    }
    return (int) number;
  }

  <E extends Enum<E>> E constant(Class<E> type) throws MalformedClassifierException {
    String text = string();
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    throw unexpected("one of " + Arrays.toString(type.getEnumConstants()));
  }

  MalformedClassifierException unexpected(String expected) {
    String text = value.toString();
    return new MalformedClassifierException(
        folder,
        "classifier.json%s: expected %s, found %s"
            .formatted(
                name.isEmpty() ? "" : ", " + name,
                expected,
                text.length() > 60 ? text.substring(0, 60) + "…" : text));
  }

  private JsonObject object() throws MalformedClassifierException {
    if (!value.isJsonObject()) {
      throw unexpected("an object");
    }
    return value.getAsJsonObject();
  }
}
