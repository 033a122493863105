package org.fe4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Markdown files say what is there: their snippets are code, their names and links exist. */
class DocumentationTest {
  private static final Path ROOT = Path.of("..");

  /** {@code <!-- snippet: EvaluateFolder, quick start -->} and the code block that follows it. */
  private static final Pattern SNIPPET =
      Pattern.compile("<!-- snippet: (\\w+), ([a-z ]+) -->\\s*```java\\n(.*?)```", Pattern.DOTALL);

  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

  /** A type of ours, perhaps with a member: {@code Evaluation}, {@code Backbones.named}. */
  private static final Pattern TYPE = Pattern.compile("([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)\\b.*");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]*)(?:#([^)]*))?\\)");

  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");

  /** In these, the first cell of a row is a message, or Python. */
  private static final Set<String> FIRST_CELL_IS_NOT_OURS =
      Set.of("error-messages.md", "from-timm-or-torchvision.md");

  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| [^|\\n]+ \\|");

  /** What is written like a type but is none of ours. */
  private static final Set<String> NOT_OURS =
      Set.of(
          "ImageIO",
          "Block",
          "Path",
          "ServiceLoader",
          "NDArray",
          "Resize",
          "CenterCrop",
          "PyTorch",
          "TensorFlow",
          "StratifiedShuffleSplit",
          "OutOfMemoryError",
          "IOException",
          "IllegalArgumentException",
          "IllegalStateException",
          "Dfe",
          "Dquick");

  static List<Path> documents() throws IOException {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs).filter(p -> p.toString().endsWith(".md")).sorted().toList();
    }
  }

  /** All Markdown files, those beside code too. */
  static List<Path> everyDocument() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT, 20)) {
      return files
          .filter(p -> p.toString().endsWith(".md"))
          .filter(p -> !p.toString().matches(".*[/\\\\](target|\\.git)[/\\\\].*"))
          .sorted()
          .toList();
    }
  }

  @Test
  void readmeBeginsWithTheQuickStart() throws IOException {
    List<String> snippets = snippets(Files.readString(ROOT.resolve("README.md")));
    assertThat(snippets).isNotEmpty();
    assertThat(snippets.get(0).lines().count()).isLessThan(15);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void snippetsAreRegionsOfExamples(Path document) throws IOException {
    Matcher matcher = SNIPPET.matcher(Files.readString(document));
    while (matcher.find()) {
      assertThat(matcher.group(3).strip())
          .as("%s in %s", matcher.group(2), document)
          .isEqualTo(region(matcher.group(1), matcher.group(2)));
    }
    assertThat(Files.readString(document).split("```java", -1))
        .as("every Java block of %s is a snippet", document)
        .hasSize(snippets(Files.readString(document)).size() + 1);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyTypeThatIsNamedExists(Path document) throws IOException {
    Set<String> types = types();
    Set<String> missing = new TreeSet<>();
    String text = withoutBlocks(Files.readString(document));
    if (FIRST_CELL_IS_NOT_OURS.contains(String.valueOf(document.getFileName()))) {
      text = FIRST_CELL.matcher(text).replaceAll("|");
    }
    Matcher code = CODE.matcher(text);
    while (code.find()) {
      Matcher type = TYPE.matcher(code.group(1));
      if (type.matches() && !types.contains(type.group(1)) && !NOT_OURS.contains(type.group(1))) {
        missing.add(code.group(1));
      }
    }
    assertThat(missing).as("names in %s", document).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("everyDocument")
  void everyLinkWithinTheProjectLeadsSomewhere(Path document) throws IOException {
    List<String> broken = new ArrayList<>();
    Matcher link = LINK.matcher(withoutBlocks(Files.readString(document)));
    while (link.find()) {
      Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
      if (!link.group(1).contains("://")
          && !(Files.exists(target) && leadsToAHeading(target, link.group(2)))) {
        broken.add(link.group());
      }
    }
    assertThat(broken).as("links in %s", document).isEmpty();
  }

  private static boolean leadsToAHeading(Path document, @Nullable String anchor)
      throws IOException {
    return anchor == null
        || HEADING
            .matcher(withoutBlocks(Files.readString(document)))
            .results()
            .anyMatch(heading -> anchor(heading.group(1)).equals(anchor));
  }

  /** Returns what a heading is linked by, as GitHub and GitLab make it. */
  private static String anchor(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .strip()
        .replace(' ', '-');
  }

  @Test
  void everySettingOfOursIsInTheReferenceAndInTheSources() throws IOException {
    Pattern setting = Pattern.compile("\\b(?:FE4J_[A-Z]+|fe4j\\.(?:cache|offline))\\b");
    String reference = Files.readString(ROOT.resolve("docs/reference/settings.md"));
    Set<String> documented = new TreeSet<>();
    setting.matcher(reference).results().forEach(found -> documented.add(found.group()));
    Set<String> read = new TreeSet<>();
    Pattern literal = Pattern.compile("get\\(\"(" + setting + ")\"\\)");
    try (Stream<Path> files = Files.walk(ROOT.resolve("fe-core/src/main/java"))) {
      files
          .filter(p -> p.toString().endsWith(".java"))
          .forEach(p -> literal.matcher(read(p)).results().forEach(m -> read.add(m.group(1))));
    }
    assertThat(documented).isEqualTo(read).hasSize(4);
  }

  private static List<String> snippets(String text) {
    return SNIPPET.matcher(text).results().map(found -> found.group(3)).toList();
  }

  /** Returns the lines between the marks, moved to the left. */
  private static String region(String example, String name) throws IOException {
    Path examples = Path.of("src/main/java/org/fe4j/examples", example + ".java");
    Path cluster = Path.of("../fe-spark/src/main/java/org/fe4j/spark", example + ".java");
    String source = Files.readString(Files.exists(examples) ? examples : cluster);
    String begin = "// begin: " + name + "\n";
    String end = "// end: " + name;
    assertThat(source).contains(begin).contains(end);
    return source
        .substring(source.indexOf(begin) + begin.length(), source.indexOf(end))
        .stripIndent()
        .strip();
  }

  private static String withoutBlocks(String text) {
    return text.replaceAll("(?s)```.*?```", "");
  }

  private static Set<String> types() throws IOException {
    Pattern declared = Pattern.compile("\\b(?:class|interface|enum|record) ([A-Z]\\w*)");
    try (Stream<Path> files = Files.walk(ROOT, 20)) {
      return files
          .filter(p -> p.toString().endsWith(".java") && !p.toString().contains("target"))
          .flatMap(p -> declared.matcher(read(p)).results())
          .map(found -> found.group(1))
          .collect(Collectors.toSet());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
