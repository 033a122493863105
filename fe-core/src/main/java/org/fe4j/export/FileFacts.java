package org.fe4j.export;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.fe4j.Version;

/**
 * What a file of features states beside its rows, as the key-value metadata of a Parquet file.
 *
 * <table>
 *   <caption>Keys; all but the first two are JSON</caption>
 *   <tr><th>key</th><th>value</th></tr>
 *   <tr><td>fe4j.name</td><td>what the data set is called</td></tr>
 *   <tr><td>fe4j.order sha256</td><td>SHA-256 over the paths of all rows in their order, each as
 *       its number of UTF-8 bytes, four of them, little-endian, and those bytes; in hex. Where it
 *       fits, the rows are those that were written, in the order of the data set</td></tr>
 *   <tr><td>fe4j.provenance</td><td>an object of texts: backbone, weights sha256, tap,
 *       precision…</td></tr>
 *   <tr><td>fe4j.classes</td><td>an array: the names of all classes in their order</td></tr>
 *   <tr><td>fe4j.skipped</td><td>an array of objects: an image without a row, with index (in the
 *       data set), path, label, group (empty where it is alone) and reason</td></tr>
 * </table>
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param name of the data set; empty where it is not stated
 * @param orderSha256 of the paths; empty where it is not stated
 * @param provenance what made the features
 * @param classNames all classes in their order; empty where they are not stated
 * @param skipped images without a row
 */
record FileFacts(
    String name,
    String orderSha256,
    ImmutableMap<String, String> provenance,
    ImmutableList<String> classNames,
    ImmutableList<Skipped> skipped) {
  private static final String PREFIX = "fe4j.";
  private static final String NAME = PREFIX + "name";
  private static final String ORDER = PREFIX + "order sha256";
  static final String PROVENANCE = PREFIX + "provenance";
  private static final String CLASSES = PREFIX + "classes";
  private static final String SKIPPED = PREFIX + "skipped";

  /** As many characters of a bad value are in the message. */
  private static final int MOST_QUOTED = 40;

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /** A file that states nothing. */
  static final FileFacts NONE =
      new FileFacts("", "", ImmutableMap.of(), ImmutableList.of(), ImmutableList.of());

  /**
   * An image without a row.
   *
   * @param index in the data set
   * @param path its id
   * @param label the name of its class
   * @param group empty where it is alone
   * @param reason for people
   */
  record Skipped(int index, String path, String label, String group, String reason) {}

  /** Returns what is stated of a table when it is written. */
  static FileFacts of(FeatureTable table) {
    ImmutableMap<String, String> provenance =
        ImmutableMap.<String, String>builder()
            .put("fe4j", Version.NAME)
            .putAll(table.provenance())
            .buildKeepingLast();
    TextColumn path = table.columns().get(0);
    return new FileFacts(
        table.name(),
        orderSha256(table.features().rows(), path::value),
        provenance,
        table.classNames(),
        table.skipped());
  }

  /** Returns the hash of paths in their order. */
  static String orderSha256(int rows, IntFunction<String> paths) {
    Hasher hasher = Hashing.sha256().newHasher();
    for (int row = 0; row < rows; row++) {
      putPath(paths.apply(row), hasher);
    }
    return hasher.hash().toString();
  }

  /** Adds a path to what is hashed. */
  static void putPath(String path, Hasher hasher) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    hasher.putInt(bytes.length).putBytes(bytes);
  }

  /** Returns it as keys and values. */
  ImmutableMap<String, String> toMetadata() {
    ImmutableMap.Builder<String, String> metadata = ImmutableMap.builder();
    metadata.put(NAME, name).put(ORDER, orderSha256).put(PROVENANCE, GSON.toJson(provenance));
    if (!classNames.isEmpty()) {
      metadata.put(CLASSES, GSON.toJson(classNames));
    }
    if (!skipped.isEmpty()) {
      JsonArray images = new JsonArray();
      skipped.forEach(image -> images.add(json(image)));
      metadata.put(SKIPPED, GSON.toJson(images));
    }
    return metadata.buildOrThrow();
  }

  private static JsonObject json(Skipped image) {
    JsonObject object = new JsonObject();
    object.addProperty("index", image.index);
    object.addProperty("path", image.path);
    object.addProperty("label", image.label);
    object.addProperty("group", image.group);
    object.addProperty("reason", image.reason);
    return object;
  }

  /**
   * Returns what keys and values state.
   *
   * @throws IllegalArgumentException if a value is not what it should be; the message names the key
   */
  static FileFacts of(Map<String, String> metadata) {
    return new FileFacts(
        metadata.getOrDefault(NAME, ""),
        metadata.getOrDefault(ORDER, ""),
        read(PROVENANCE, metadata, "{}", json -> texts(json.getAsJsonObject())),
        read(CLASSES, metadata, "[]", json -> list(json, JsonElement::getAsString)),
        read(SKIPPED, metadata, "[]", json -> list(json, FileFacts::skipped)));
  }

  private static <T> T read(
      String key, Map<String, String> metadata, String absent, Function<JsonElement, T> reader) {
    String text = metadata.getOrDefault(key, absent);
    try {
      return reader.apply(JsonParser.parseString(text));
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NumberFormatException e) {
      String begin = text.substring(0, Math.min(MOST_QUOTED, text.length()));
      throw new IllegalArgumentException(
          "the metadata \"%s\" is not what fe4j writes there, but begins with %s"
              .formatted(key, begin),
          e);
    }
  }

  private static ImmutableMap<String, String> texts(JsonObject object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.asMap().forEach((name, value) -> texts.put(name, value.getAsString()));
    return ImmutableMap.copyOf(texts);
  }

  private static <T> ImmutableList<T> list(JsonElement array, Function<JsonElement, T> element) {
    return array.getAsJsonArray().asList().stream()
        .map(element)
        .collect(ImmutableList.toImmutableList());
  }

  private static Skipped skipped(JsonElement element) {
    JsonObject object = element.getAsJsonObject();
    return new Skipped(
        member(object, "index").getAsInt(),
        member(object, "path").getAsString(),
        member(object, "label").getAsString(),
        member(object, "group").getAsString(),
        member(object, "reason").getAsString());
  }

  private static JsonElement member(JsonObject object, String name) {
    JsonElement member = object.get(name);
    if (member == null) {
      throw new IllegalStateException("There is no " + name);
    }
    return member;
  }
}
