package org.fe4j.dataset;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Rows that are JSON objects, one a line. */
final class JsonRows {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
  private static final int SHOWN = 60;

  private final ListFile list;
  private long line;

  private JsonRows(ListFile list) {
    this.list = list;
  }

  /** Reads all rows of an opened list; empty lines are none. */
  static void read(ListFile list, BufferedReader text, Consumer<ListedImage> rows)
      throws IOException {
    JsonRows json = new JsonRows(list);
    for (String line = text.readLine(); line != null; line = text.readLine()) {
      json.line++;
      if (!line.isBlank()) {
        rows.accept(json.row(line));
      }
    }
  }

  private ListedImage row(String text) throws IOException {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        throw notAnObject(text);
      }
      Map<String, String> fields = fields(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw notAnObject(text);
      }
      return new ListedImage(
          line,
          fields.getOrDefault(ListFile.PATH, ""),
          fields.getOrDefault(ListFile.LABEL, ""),
          fields.getOrDefault(ListFile.GROUP, ""),
          fields.getOrDefault(ListFile.SPLIT, ""));
    } catch (MalformedJsonException | EOFException e) {
      throw notAnObject(text);
    }
  }

  private Map<String, String> fields(JsonReader reader) throws IOException {
    Map<String, String> fields = new HashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      switch (name) {
        case ListFile.PATH, ListFile.LABEL, ListFile.GROUP, ListFile.SPLIT -> {
          if (fields.put(name, value(reader, name)) != null) {
            throw list.mistake(
                line, "Two fields are called \"%s\". Remove the wrong one.".formatted(name));
          }
        }
        default -> reader.skipValue();
      }
    }
    reader.endObject();
    return fields;
  }

  private String value(JsonReader reader, String field) throws IOException {
    boolean path = field.equals(ListFile.PATH);
    switch (reader.peek()) {
      case STRING -> {
        return reader.nextString();
      }
      case NULL -> {
        reader.nextNull();
        return "";
      }
      case NUMBER -> {
        String number = reader.nextString();
        if (path || !WHOLE.matcher(number).matches()) {
          throw notText(field, number);
        }
        return number;
      }
      case BOOLEAN -> throw notText(field, String.valueOf(reader.nextBoolean()));
      case BEGIN_ARRAY -> throw notText(field, "an array");
      default -> throw notText(field, "an object");
    }
  }

  private IllegalArgumentException notText(String field, String found) {
    return list.mistake(
        line,
        "Expected a string%s as \"%s\", but found %s. Write it in quotation marks."
            .formatted(field.equals(ListFile.PATH) ? "" : " or a whole number", field, found));
  }

  private IllegalArgumentException notAnObject(String text) {
    return list.mistake(
        line,
        "Expected a whole JSON object, but found %s. Write one object in each line, such as"
                .formatted(text.length() > SHOWN ? text.substring(0, SHOWN) + " and more" : text)
            + " {\"path\": \"a/1.jpg\", \"label\": \"a\"}.");
  }
}
