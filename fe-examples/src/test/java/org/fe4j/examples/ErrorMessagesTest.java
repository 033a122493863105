package org.fe4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages that the documentation explains are those that the program gives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorMessagesTest {
  private static final Path ROOT = Path.of("..");

  /** The first cell of a row, in code. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`\\n]+)` \\|");

  /** A text block or a string. */
  private static final Pattern LITERAL =
      Pattern.compile("\"\"\"\\s*\\n(.*?)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"", Pattern.DOTALL);

  /** The most between two parts of one message: what differs from case to case, and its format. */
  private static final String GAP = ".{0,150}?";

  private List<String> sources = List.of();

  static List<String> messages() throws IOException {
    String text = Files.readString(ROOT.resolve("docs/reference/error-messages.md"));
    return ROW.matcher(text).results().map(row -> row.group(1)).toList();
  }

  @BeforeAll
  void readSources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT, 20)) {
      List<Path> java =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> file.toString().replace('\\', '/').contains("/src/main/"))
              .toList();
      sources = new ArrayList<>();
      for (Path file : java) {
        sources.add(literals(Files.readString(file)));
      }
    }
  }

  @Test
  void thereAreMessages() throws IOException {
    assertThat(messages()).hasSizeGreaterThan(40).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void everyMessageIsInTheSources(String message) {
    List<String> parts = Stream.of(message.split("…")).filter(part -> !part.isBlank()).toList();
    assertThat(String.join("", parts).strip()).as("what is fixed").hasSizeGreaterThan(8);
    Pattern pattern =
        Pattern.compile(
            parts.stream().map(Pattern::quote).collect(Collectors.joining(GAP)), Pattern.DOTALL);
    assertThat(sources.stream().filter(source -> pattern.matcher(source).find()))
        .as("sources with the message: %s", message)
        .isNotEmpty();
  }

  /** Returns all strings of a source, one after another, as the program joins most of them. */
  private static String literals(String source) {
    return LITERAL
        .matcher(source)
        .results()
        .map(ErrorMessagesTest::content)
        .collect(Collectors.joining());
  }

  private static String content(MatchResult literal) {
    String text = literal.group(1) == null ? literal.group(2) : literal.group(1).stripIndent();
    // Unicode escapes are the compiler's, before there are strings; no message has any.
    return text.replaceAll("\\\\u[0-9a-fA-F]{4}", "?").translateEscapes().replace("%%", "%");
  }
}
