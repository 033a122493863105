package org.fe4j.zoo;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads version 1 of {@link WeightsLock}: no field may be missing, unknown or of another type. */
final class LockReader {
  /** The lock of the whole catalogue has under 100 kB; bounds a file that is something else. */
  private static final long MAXIMUM_BYTES = 16 << 20;

  private static final ImmutableSet<String> LOCK_FIELDS =
      ImmutableSet.of("formatVersion", "fe4j", "weights");

  private static final ImmutableSet<String> WEIGHTS_FIELDS =
      ImmutableSet.of("name", "file", "url", "sha256", "publishedSha256", "bytes", "license");

  private final String file;

  private LockReader(String file) {
    this.file = file;
  }

  static WeightsLock read(Path path) throws IOException {
    return new LockReader(String.valueOf(path.getFileName())).lock(path);
  }

  private WeightsLock lock(Path path) throws IOException {
    JsonObject lock = object("the document", parse(path), LOCK_FIELDS);
    long version = whole(lock, "", "formatVersion");
    if (version != WeightsLock.FORMAT_VERSION) {
      throw malformed(
          "formatVersion",
          "is %d, but this fe4j reads %d".formatted(version, 1),
          /* cause= */ null);
    }
    JsonElement weights = lock.get("weights");
    if (!weights.isJsonArray()) {
      throw malformed("weights", "must be a list", /* cause= */ null);
    }
    ImmutableList.Builder<LockedWeights> all = ImmutableList.builder();
    for (int i = 0; i < weights.getAsJsonArray().size(); i++) {
      all.add(weights("weights[%d]".formatted(i), weights.getAsJsonArray().get(i)));
    }
    try {
      return new WeightsLock(string(lock, "", "fe4j"), all.build());
    } catch (IllegalArgumentException e) {
      throw malformed("weights", "must not repeat: " + e.getMessage(), e);
    }
  }

  private JsonElement parse(Path path) throws IOException {
    if (Files.size(path) > MAXIMUM_BYTES) {
      throw malformed(
          "the document",
          "has %d bytes, but a lock file has at most %d".formatted(Files.size(path), MAXIMUM_BYTES),
          /* cause= */ null);
    }
    try (JsonReader json = new JsonReader(new StringReader(Files.readString(path)))) {
      json.setStrictness(Strictness.STRICT);
      JsonElement document = JsonParser.parseReader(json);
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedJsonException("Something follows the document");
      }
      return document;
    } catch (JsonParseException | MalformedJsonException | CharacterCodingException e) {
      throw malformed("the document", "is not valid JSON in UTF-8, or ends early", e);
    }
  }

  private LockedWeights weights(String where, JsonElement element) throws IOException {
    JsonObject object = object(where, element, WEIGHTS_FIELDS);
    try {
      return new LockedWeights(
          string(object, where, "name"),
          string(object, where, "file"),
          URI.create(string(object, where, "url")),
          string(object, where, "sha256"),
          string(object, where, "publishedSha256"),
          whole(object, where, "bytes"),
          string(object, where, "license"));
    } catch (IllegalArgumentException e) {
      throw malformed(where, "is refused: " + e.getMessage(), e);
    }
  }

  private JsonObject object(String where, JsonElement element, ImmutableSet<String> fields)
      throws IOException {
    if (!element.isJsonObject()) {
      throw malformed(where, "must be an object", /* cause= */ null);
    }
    JsonObject object = element.getAsJsonObject();
    if (!object.keySet().equals(fields)) {
      throw malformed(
          where,
          "must have the fields %s, but has %s".formatted(fields, object.keySet()),
          /* cause= */ null);
    }
    return object;
  }

  private String string(JsonObject object, String where, String field) throws IOException {
    if (object.get(field) instanceof JsonPrimitive value && value.isString()) {
      return value.getAsString();
    }
    throw malformed(at(where, field), "must be a string", /* cause= */ null);
  }

  private long whole(JsonObject object, String where, String field) throws IOException {
    String text = String.valueOf(object.get(field));
    // 15 digits: what every reader of JSON can hold.
    if (!text.matches("[0-9]{1,15}")) {
      throw malformed(at(where, field), "must be a whole number but is " + text, /* cause= */ null);
    }
    return Long.parseLong(text);
  }

  private static String at(String where, String field) {
    return where.isEmpty() ? field : where + "." + field;
  }

  private MalformedLockException malformed(
      String field, String problem, @Nullable Throwable cause) {
    return new MalformedLockException(file, field, problem, cause);
  }
}
