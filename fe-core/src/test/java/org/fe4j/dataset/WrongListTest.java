package org.fe4j.dataset;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists that make no data set, and what is said about each. */
class WrongListTest {

  static Stream<Arguments> csv() {
    return Stream.of(
        Arguments.of(
            "empty",
            "\n\n",
            "Expected a line with the columns \"path\" and \"label\", and a line for each image,"
                + " but the list is empty."),
        Arguments.of(
            "no header",
            "1.jpg,a\n2.jpg,b\n",
            "Line 1: Expected the columns \"path\" and \"label\", but found \"1.jpg\", \"a\". Name"
                + " the columns in the first line, with commas between them."),
        Arguments.of(
            "semicolons",
            "\npath;label\n1.jpg;a\n",
            "Line 2: Expected the columns \"path\" and \"label\", but found \"path;label\". Name"
                + " the columns in the first line, with commas between them."),
        Arguments.of(
            "a column twice",
            "path,label,label\n",
            "Line 1: Two columns are called \"label\". Rename the wrong one."),
        Arguments.of(
            "no rows", "path,label\n", "Expected a line for each image, but there is none."),
        Arguments.of(
            "a comma without quotes",
            "path,label\n1.jpg,a\n2, north.jpg,b\n",
            "Line 3: Expected 2 fields, as many as columns in the first line, but found 3. Put"
                + " quotation marks around a field with a comma in it."),
        Arguments.of(
            "a field too few",
            "path,label\n1.jpg,a\n2.jpg\n",
            "Line 3: Expected 2 fields, as many as columns in the first line, but found 1. Put"
                + " quotation marks around a field with a comma in it."),
        Arguments.of(
            "an open quotation",
            "path,label\n1.jpg,\"a\n2.jpg,b\n",
            "This is not CSV: (startline 2) EOF reached before encapsulated token finished. Close"
                + " each quotation mark, and double those within a field."));
  }

  static Stream<Arguments> rows() {
    return Stream.of(
        Arguments.of(
            "an empty label",
            "path,label\n1.jpg,a\n2.jpg, \n",
            "Line 3: Expected a path and a label, but the label is missing or empty. Add it or"
                + " remove the line."),
        Arguments.of(
            "an empty path",
            "label,path\na,\n",
            "Line 2: Expected a path and a label, but the path is missing or empty. Add it or"
                + " remove the line."),
        Arguments.of(
            "one class",
            "path,label\n1.jpg,a\n2.jpg,a\n",
            "All images have the label a, but telling classes apart takes two or more. Check the"
                + " labels."),
        Arguments.of(
            "a file twice",
            "path,label\n1.jpg,a\n2.jpg,b\n./1.jpg,b\n",
            "Expected each file once, but these are listed again: ./1.jpg (lines 2 and 4). Remove"
                + " all lines of a file but one."),
        Arguments.of(
            "a split in some rows",
            "path,label,split\n1.jpg,a,train\n2.jpg,b,\n",
            "Line 3: Expected a split, since other lines have one, but it is missing or empty. Add"
                + " it, or remove it everywhere."),
        Arguments.of(
            "a path with a NUL",
            "path,label\n1\0.jpg,a\n",
            "Line 2: \"1\0.jpg\" cannot be the path of a file: Nul character not allowed. Correct"
                + " it."));
  }

  private static final String WRITE =
      ". Write one object in each line, such as {\"path\": \"a/1.jpg\", \"label\": \"a\"}.";
  private static final String GOOD = "{\"path\": \"1.jpg\", \"label\": \"a\"}\n";

  static Stream<Arguments> json() {
    return Stream.of(
        Arguments.of("empty", "\n", "Expected a line for each image, but there is none."),
        Arguments.of(
            "an array",
            "[" + GOOD.strip() + "]",
            "Line 1: Expected a whole JSON object, but found [{\"path\": \"1.jpg\", \"label\": \"a\"}]"
                + WRITE),
        Arguments.of(
            "an open object",
            GOOD + "{\"path\": \"2.jpg\",",
            "Line 2: Expected a whole JSON object, but found {\"path\": \"2.jpg\"," + WRITE),
        Arguments.of(
            "two objects in a line",
            GOOD + GOOD.strip() + " " + GOOD,
            "Line 2: Expected a whole JSON object, but found {\"path\": \"1.jpg\", \"label\": \"a\"}"
                + " {\"path\": \"1.jpg\", \"label\": \" and more"
                + WRITE),
        Arguments.of(
            "names without quotes",
            "{path: \"1.jpg\"}",
            "Line 1: Expected a whole JSON object, but found {path: \"1.jpg\"}" + WRITE),
        Arguments.of(
            "a CSV",
            "path,label\n",
            "Line 1: Expected a whole JSON object, but found path,label" + WRITE));
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        Arguments.of(
            "no label",
            GOOD + "\n{\"path\": \"2.jpg\", \"class\": \"b\"}",
            "Line 3: Expected a path and a label, but the label is missing or empty. Add it or"
                + " remove the line."),
        Arguments.of(
            "a null for a path",
            "{\"path\": null, \"label\": \"b\"}",
            "Line 1: Expected a path and a label, but the path is missing or empty. Add it or"
                + " remove the line."),
        Arguments.of(
            "a fraction",
            "{\"path\": \"1.jpg\", \"label\": 1.5}",
            "Line 1: Expected a string or a whole number as \"label\", but found 1.5. Write it in"
                + " quotation marks."),
        Arguments.of(
            "a truth value",
            "{\"path\": \"1.jpg\", \"label\": true}",
            "Line 1: Expected a string or a whole number as \"label\", but found true. Write it in"
                + " quotation marks."),
        Arguments.of(
            "a number for a path",
            "{\"path\": 1, \"label\": \"a\"}",
            "Line 1: Expected a string as \"path\", but found 1. Write it in quotation marks."),
        Arguments.of(
            "an array for a group",
            "{\"path\": \"1.jpg\", \"label\": \"a\", \"group\": [1]}",
            "Line 1: Expected a string or a whole number as \"group\", but found an array."
                + " Write it in quotation marks."),
        Arguments.of(
            "a field twice",
            "{\"path\": \"1.jpg\", \"label\": \"a\", \"label\": \"b\"}",
            "Line 1: Two fields are called \"label\". Remove the wrong one."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"csv", "rows"})
  void saysWhatIsWrongWithCsv(String name, String text, String message, @TempDir Path root)
      throws IOException {
    assertRefused(root.resolve("list.csv"), text, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"json", "fields"})
  void saysWhatIsWrongWithJsonLines(String name, String text, String message, @TempDir Path root)
      throws IOException {
    assertRefused(root.resolve("list.jsonl"), text, message);
  }

  private static void assertRefused(Path file, String text, String message) throws IOException {
    Files.createFile(file.resolveSibling("1.jpg"));
    Files.createFile(file.resolveSibling("2.jpg"));
    Files.writeString(file, text);

    assertRefused(file, message);
  }

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of("list.txt", "A list of images ends in .csv, .jsonl or .ndjson. Rename it."),
        Arguments.of("csv", "A list of images ends in .csv, .jsonl or .ndjson. Rename it."),
        Arguments.of(
            "gone.csv", "There is no such list (looked in ROOT/gone.csv). Correct the path."),
        Arguments.of(
            "folder.csv", "This is a folder, not a list of images. Read it as an image folder."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void saysWhatIsNoList(String name, String message, @TempDir Path root) throws IOException {
    Files.createDirectory(root.resolve("folder.csv"));

    assertRefused(root.resolve(name), message.replace("ROOT", root.toString()));
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> ImageList.of(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[" + file + "] " + message);
  }
}
