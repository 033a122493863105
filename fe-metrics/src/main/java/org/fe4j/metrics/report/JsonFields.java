package org.fe4j.metrics.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads JSON from front to back and names the field wherever it is not as it must be. */
final class JsonFields {
  private static final Pattern POSITION = Pattern.compile("line \\d+ column \\d+");

  private final JsonReader json;
  private final String source;

  JsonFields(Reader in, String source) {
    this.json = new JsonReader(in);
    this.json.setStrictness(Strictness.STRICT);
    this.source = source;
  }

  /** Something that reads exactly one value. */
  interface Value {
    void read() throws IOException;
  }

  /** Something that reads the value of the field, or refuses the field. */
  interface Field {
    void read(String name) throws IOException;
  }

  /** Reads the whole document by means of {@code value}. */
  void document(Value value) throws IOException {
    try {
      value.read();
      expect(JsonToken.END_DOCUMENT, "the end");
    } catch (EOFException e) {
      throw malformed("ends early; the file is truncated or empty", e);
    } catch (MalformedJsonException e) {
      throw malformed("is not valid JSON" + position(e), e);
    } catch (CharacterCodingException e) {
      throw malformed("is not valid UTF-8", e);
    }
  }

  void object(Field field) throws IOException {
    expect(JsonToken.BEGIN_OBJECT, "an object");
    json.beginObject();
    Set<String> seen = new HashSet<>();
    while (json.hasNext()) {
      String name = json.nextName();
      if (!seen.add(name)) {
        throw malformed("is there twice");
      }
      field.read(name);
    }
    json.endObject();
  }

  void list(Value entry) throws IOException {
    expect(JsonToken.BEGIN_ARRAY, "a list");
    json.beginArray();
    while (json.hasNext()) {
      entry.read();
    }
    json.endArray();
  }

  String string() throws IOException {
    expect(JsonToken.STRING, "a string");
    return json.nextString();
  }

  int integer() throws IOException {
    String field = field();
    String text = number();
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw malformed(field, "must be a whole number but is " + text, e);
    }
  }

  /** Returns a number as it is written. */
  String number() throws IOException {
    expect(JsonToken.NUMBER, "a number");
    return json.nextString();
  }

  /** Returns a number; Infinity where it is too large. */
  double decimal() throws IOException {
    return Double.parseDouble(number());
  }

  boolean bool() throws IOException {
    expect(JsonToken.BOOLEAN, "true or false");
    return json.nextBoolean();
  }

  boolean isString() throws IOException {
    return json.peek() == JsonToken.STRING;
  }

  /** Reads a null, if the value is one. */
  boolean skipNull() throws IOException {
    if (json.peek() != JsonToken.NULL) {
      return false;
    }
    json.nextNull();
    return true;
  }

  /** Returns any value as a tree. */
  JsonElement tree() throws IOException {
    String field = field();
    try {
      return JsonParser.parseReader(json);
    } catch (JsonParseException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw malformed(field, "is not valid JSON", e);
    }
  }

  /** Returns the value of a field that must have been there. */
  <T> T required(@Nullable T value, String field) throws MalformedReportException {
    if (value == null) {
      throw malformed(field, "is missing", null);
    }
    return value;
  }

  MalformedReportException unknownField() {
    return malformed("is not a field of a report");
  }

  MalformedReportException malformed(String problem) {
    return malformed(problem, null);
  }

  MalformedReportException malformed(String field, String problem, @Nullable Throwable cause) {
    MalformedReportException exception = new MalformedReportException(source, field, problem);
    exception.initCause(cause);
    return exception;
  }

  private MalformedReportException malformed(String problem, @Nullable Throwable cause) {
    return malformed(field(), problem, cause);
  }

  private void expect(JsonToken wanted, String what) throws IOException {
    JsonToken actual = json.peek();
    if (actual != wanted) {
      throw malformed("must be %s but is %s".formatted(what, named(actual)));
    }
  }

  private static String named(JsonToken token) {
    return switch (token) {
      case BEGIN_ARRAY -> "a list";
      case BEGIN_OBJECT -> "an object";
      case NULL -> "null";
      default -> "a " + token.name().toLowerCase(Locale.ROOT);
    };
  }

  private String field() {
    String path = json.getPath();
    return path.startsWith("$.") ? path.substring(2) : path.substring(1);
  }

  private static String position(MalformedJsonException exception) {
    Matcher matcher = POSITION.matcher(String.valueOf(exception.getMessage()));
    return matcher.find() ? " (" + matcher.group() + ")" : "";
  }
}
