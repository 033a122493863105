package org.fe4j.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A strict reader of ARFF, written from its specification and from what Java's stream tokenizer,
 * which Weka reads with, takes for quotes and escapes.
 */
final class ArffReader {
  private final String text;
  private int position;
  private String relation = "";
  private final List<String> names = new ArrayList<>();
  private final List<List<String>> types = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  private ArffReader(String text) {
    this.text = text;
  }

  static ArffReader read(Path file) throws IOException {
    ArffReader reader = new ArffReader(Files.readString(file, StandardCharsets.UTF_8));
    reader.readAll();
    return reader;
  }

  String relation() {
    return relation;
  }

  /** The names of the attributes. */
  List<String> names() {
    return names;
  }

  /** For each attribute its type, or the names of a nominal one's values. */
  List<List<String>> types() {
    return types;
  }

  List<List<String>> rows() {
    return rows;
  }

  private void readAll() {
    skipBlank();
    expect("@relation ");
    relation = token();
    endLine();
    while (!text.startsWith("@data", position)) {
      expect("@attribute ");
      names.add(token());
      expect(" ");
      types.add(text.charAt(position) == '{' ? nominal() : List.of(token()));
      endLine();
    }
    expect("@data");
    endLine();
    while (position < text.length()) {
      List<String> row = new ArrayList<>();
      do {
        row.add(token());
      } while (skip(','));
      assertThat(row).hasSameSizeAs(names);
      rows.add(row);
      endLine();
    }
  }

  private List<String> nominal() {
    List<String> values = new ArrayList<>();
    expect("{");
    do {
      values.add(token());
    } while (skip(','));
    expect("}");
    assertThat(values).doesNotHaveDuplicates();
    return values;
  }

  private String token() {
    StringBuilder token = new StringBuilder();
    if (!skip('\'')) {
      while (position < text.length()
          && ",{}'\"%\\".indexOf(text.charAt(position)) < 0
          && text.charAt(position) > ' ') {
        token.append(text.charAt(position++));
      }
      assertThat(token.toString()).as("unquoted, at %d", position).isNotEmpty();
      return token.toString();
    }
    while (!skip('\'')) {
      char c = text.charAt(position++);
      assertThat(c).as("line end in quotes").isNotIn('\n', '\r');
      if (c == '\\') {
        char escape = text.charAt(position++);
        c =
            switch (escape) {
              case 'n' -> '\n';
              case 'r' -> '\r';
              case 't' -> '\t';
              case '\\', '\'', '"', '%' -> escape;
              default -> throw new AssertionError("an escape that is not Weka's: " + escape);
            };
      }
      token.append(c);
    }
    return token.toString();
  }

  private void endLine() {
    expect("\n");
    skipBlank();
  }

  private void skipBlank() {
    while (skip('\n')) {
      // An empty line.
    }
  }

  private boolean skip(char expected) {
    if (position < text.length() && text.charAt(position) == expected) {
      position++;
      return true;
    }
    return false;
  }

  private void expect(String expected) {
    assertThat(text.substring(position)).startsWith(expected);
    position += expected.length();
  }
}
