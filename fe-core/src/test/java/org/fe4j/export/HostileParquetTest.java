package org.fe4j.export;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fe4j.export.TestTables.LIST;
import static org.fe4j.export.TestTables.row;
import static org.fe4j.export.TestTables.schema;
import static org.fe4j.export.TestTables.standard;
import static org.fe4j.export.TestTables.text;
import static org.fe4j.export.TestTables.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no table of features, and the whole message that says so. */
class HostileParquetTest {
  @TempDir Path folder;

  /** Writes something that is no table, and returns what to read. */
  private interface Bad {
    Path in(HostileParquetTest test) throws IOException;
  }

  private static Arguments bad(String defect, Bad bad, String message) {
    return Arguments.of(defect, bad, message);
  }

  static Stream<Arguments> columns() {
    return Stream.of(
        bad(
            "no column of features",
            test ->
                write(test.folder, "t.parquet", schema(text("path"), text("label"), text("image"))),
            "[t.parquet] there is no column \"features\"; there are: path, label, image. Name the one that is meant with FeatureColumns.withFeatures(…)."),
        bad(
            "no column of paths",
            test -> write(test.folder, "t.parquet", schema(text("label"), LIST)),
            "[t.parquet] there is no column \"path\"; there are: label, features. Name the one that is meant with FeatureColumns.withPath(…)."),
        bad(
            "no column of labels",
            test -> write(test.folder, "t.parquet", schema(text("path"), LIST)),
            "[t.parquet] there is no column \"label\"; there are: path, features. Name the one that is meant with FeatureColumns.withLabel(…)."),
        bad(
            "features as text",
            test ->
                write(
                    test.folder,
                    "t.parquet",
                    schema(text("path"), text("label"), text("features"))),
            "[t.parquet] the column \"features\" is \"binary features (STRING)\", but a list of float or double, or MLlib's vector, is read. Name another column, or convert it."),
        bad(
            "features as a list of integers",
            test ->
                write(
                    test.folder,
                    "t.parquet",
                    schema(
                        text("path"),
                        text("label"),
                        Types.optionalList().optionalElement(INT32).named("features"))),
            "[t.parquet] the column \"features\" is \"int32 element\", but a list of float or double, or MLlib's vector, is read. Name another column, or convert it."),
        bad(
            "labels as lists",
            test ->
                write(
                    test.folder,
                    "t.parquet",
                    schema(
                        text("path"),
                        Types.optionalList().optionalElement(INT32).named("label"),
                        LIST)),
            "[t.parquet] the column \"label\" is \"int32 element\", but a text or a number is read. Name another column, or convert it."));
  }

  static Stream<Arguments> values() {
    MessageType s = standard();
    return Stream.of(
        bad(
            "labels that are no whole numbers",
            test -> {
              MessageType schema =
                  schema(text("path"), Types.optional(DOUBLE).named("label"), LIST);
              return write(
                  test.folder,
                  "t.parquet",
                  schema,
                  new SimpleGroup(schema).append("path", "a").append("label", 0.5));
            },
            "[t.parquet] row 1 (a): the column \"label\" is 0.5, but a class is a text or a whole number. Name another column."),
        bad(
            "rows of unequal length",
            test ->
                write(test.folder, "t.parquet", s, row(s, "a", "x", 1f, 2f), row(s, "b", "x", 1f)),
            "[t.parquet] row 2 (b): the column \"features\" has 1 values, but 2 in [t.parquet], where a is. Rows of one table come from one backbone and one tap: read those of others apart."),
        bad(
            "a longer row",
            test ->
                write(
                    test.folder,
                    "t.parquet",
                    s,
                    row(s, "a", "x", 1f),
                    row(s, "b", "x", 1f, 2f, 3f)),
            "[t.parquet] row 2 (b): the column \"features\" has more than 1 values, but 1 in [t.parquet], where a is. Rows of one table come from one backbone and one tap: read those of others apart."),
        bad(
            "a value that is no number",
            test -> write(test.folder, "t.parquet", s, row(s, "a", "x", 1f, Float.NaN)),
            "[t.parquet] row 1 (a): value 1 of the column \"features\" is NaN as a float, but heads need finite ones. Extract the image again, or make its features null, which skips it."),
        bad(
            "an infinite value",
            test -> write(test.folder, "t.parquet", s, row(s, "a", "x", Float.NEGATIVE_INFINITY)),
            "[t.parquet] row 1 (a): value 0 of the column \"features\" is -Infinity as a float, but heads need finite ones. Extract the image again, or make its features null, which skips it."),
        bad(
            "a null within the features",
            test -> write(test.folder, "t.parquet", s, row(s, "a", "x", 1f, null)),
            "[t.parquet] row 1 (a): the column \"features\" has a null at 1. Make the whole list null where an image has no features."),
        bad(
            "an empty list",
            test -> write(test.folder, "t.parquet", s, row(s, "a", "x")),
            "[t.parquet] row 1 (a): the column \"features\" is an empty list. Make it null where an image has no features."));
  }

  static Stream<Arguments> rows() {
    MessageType s = standard();
    return Stream.of(
        bad(
            "no label in a row",
            test -> write(test.folder, "t.parquet", s, row(s, "a", "x", 1f), row(s, "b", null, 1f)),
            "[t.parquet] row 2 (b): the column \"label\" is null, but each image needs a class. Fill it, or remove the row."),
        bad(
            "a blank path",
            test -> write(test.folder, "t.parquet", s, row(s, " ", "x", 1f)),
            "[t.parquet] row 1: the column \"path\" is blank, but each image needs an id that no other image has. Fill it, or remove the row."),
        bad(
            "the same path twice",
            test -> {
              write(test.folder, "parts/a.parquet", s, row(s, "a", "x", 1f), row(s, "b", "x", 1f));
              write(test.folder, "parts/b.parquet", s, row(s, "c", "x", 1f), row(s, "b", "x", 1f));
              return test.folder.resolve("parts");
            },
            "[b.parquet] row 2 (b): the path was there before, at [a.parquet] row 2. Each image has one row: remove the others."),
        bad(
            "one class",
            test -> write(test.folder, "t.parquet", s, row(s, "a", "x", 1f), row(s, "b", "x", 2f)),
            "[t.parquet] telling classes apart takes two or more, but all 2 rows have \"x\" in the column \"label\". Check the labels."),
        bad(
            "no row",
            test -> write(test.folder, "t.parquet", s),
            "[t.parquet] there is no row. Were the features written?"),
        bad(
            "no features at all",
            test ->
                write(
                    test.folder,
                    "t.parquet",
                    s,
                    new SimpleGroup(s).append("path", "a").append("label", "x")),
            "[t.parquet] none of 1 rows has features; of the first: it has no features, and nothing says why"));
  }

  static Stream<Arguments> parts() {
    MessageType s = standard();
    return Stream.of(
        bad(
            "files with different columns",
            test -> {
              MessageType other = schema(text("path"), Types.optional(INT32).named("label"), LIST);
              write(test.folder, "parts/a.parquet", s, row(s, "a", "x", 1f));
              write(test.folder, "parts/b.parquet", other);
              return test.folder.resolve("parts");
            },
            "[b.parquet] the column \"label\" is INT32, but BINARY in [a.parquet]. Files of one table have the same columns: read them apart, or write them anew."),
        bad(
            "files with and without groups",
            test -> {
              write(test.folder, "parts/a.parquet", s, row(s, "a", "x", 1f));
              write(
                  test.folder,
                  "parts/b.parquet",
                  schema(text("path"), text("label"), text("group"), LIST));
              return test.folder.resolve("parts");
            },
            "[b.parquet] the column \"group\" is BINARY, but missing in [a.parquet]. Files of one table have the same columns: read them apart, or write them anew."),
        bad(
            "files of two backbones",
            test -> {
              Files.createDirectories(test.folder.resolve("parts"));
              for (String name : List.of("a", "b")) {
                TestParquet.write(
                    test.folder.resolve("parts/" + name + ".parquet"),
                    s,
                    Map.of("fe4j.provenance", "{\"backbone\":\"%s\"}".formatted(name)),
                    "ZSTD",
                    List.of(row(s, name, "x", 1f)));
              }
              return test.folder.resolve("parts");
            },
            "[b.parquet] states the backbone \"b\", but [a.parquet] states \"a\". Rows of one table come from one backbone and one tap: read those of others apart."));
  }

  static Stream<Arguments> files() {
    MessageType s = standard();
    return Stream.of(
        bad(
            "metadata that is no JSON",
            test -> {
              Path file = test.folder.resolve("t.parquet");
              TestParquet.write(file, s, Map.of("fe4j.classes", "{\"x\":1}"), "ZSTD", List.of());
              return file;
            },
            "[t.parquet] the metadata \"fe4j.classes\" is not what fe4j writes there, but begins with {\"x\":1}. Write it anew."),
        bad(
            "an empty folder",
            test -> Files.createDirectories(test.folder.resolve("empty")),
            "[FOLDER/empty] there is no file that ends in .parquet, in the folder or below it. Name the folder that the features were written to."),
        bad(
            "a folder that is still written to",
            test -> {
              write(test.folder, "parts/_temporary/0/part.parquet", s);
              return test.folder.resolve("parts");
            },
            "[FOLDER/parts] there is a folder \"_temporary\": whoever writes here has not finished, or was killed. Wait, or write the folder anew."),
        bad(
            "no Parquet file",
            test ->
                Files.writeString(test.folder.resolve("t.parquet"), "path,label,f0\n".repeat(9)),
            "[t.parquet] it is no Parquet file, or damaged: t.parquet is not a Parquet file. Expected magic number at tail, but found [44, 102, 48, 10]. Write it anew."),
        bad(
            "an empty file",
            test -> Files.createFile(test.folder.resolve("t.parquet")),
            "[t.parquet] it is no Parquet file, or damaged: t.parquet is not a Parquet file (length is too low: 0). Write it anew."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"columns", "values", "rows", "parts", "files"})
  void refuses(String defect, Bad bad, String message) throws IOException {
    Path path = bad.in(this);
    assertThatThrownBy(() -> FeatureTable.read(path))
        .isInstanceOf(MalformedFeaturesException.class)
        .hasMessage(message.replace("FOLDER", folder.toString()));
  }

  /** Whatever is cut or flipped: a table or a message that names the file, and little memory. */
  @Test
  void everyTruncationAndFlippedByteIsATableOrAMessage() throws IOException {
    MessageType s = standard();
    Group[] rows = new Group[40];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(s, "image" + i, "class" + i % 2, i / 3f, 2f, (float) -i);
    }
    byte[] whole = Files.readAllBytes(write(folder, "whole.parquet", s, rows));
    Path file = folder.resolve("bad.parquet");
    int refused = 0;
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) (1 << i % 8);
      refused += refuses(file, flipped) ? 1 : 0;
      if (i % 8 == 0) {
        assertThat(refuses(file, Arrays.copyOf(whole, i))).as("cut at %d", i).isTrue();
      }
    }
    assertThat(refused).isGreaterThan(whole.length / 3);
  }

  private static boolean refuses(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes);
    try {
      assertThat(FeatureTable.read(file).features().dimension()).isPositive();
      return false;
    } catch (MalformedFeaturesException e) {
      assertThat(e.getMessage()).startsWith("[bad.parquet]");
      return true;
    }
  }
}
