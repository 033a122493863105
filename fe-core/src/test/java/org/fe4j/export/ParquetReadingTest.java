package org.fe4j.export;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.DatasetFeatures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables of every shape that is read, and what is refused, by its whole message. */
class ParquetReadingTest {
  private static final Type LIST =
      Types.optionalList().optionalElement(FLOAT).named("features");

  @TempDir Path folder;

  private static MessageType schema(Type... fields) {
    return new MessageType("table", fields);
  }

  private static Type text(String name) {
    return Types.optional(BINARY).as(stringType()).named(name);
  }

  private static MessageType standard() {
    return schema(text("path"), text("label"), LIST);
  }

  /** Adds a list of three levels, whatever they are called. */
  private static void addList(Group row, String field, Number... values) {
    Group list = row.addGroup(field);
    for (Number value : values) {
      Group element = list.addGroup(0);
      if (value instanceof Float number) {
        element.add(0, number.floatValue());
      } else if (value instanceof Double number) {
        element.add(0, number.doubleValue());
      } else if (value != null) {
        element.add(0, value.intValue());
      }
    }
  }

  private static Group row(MessageType schema, String path, String label, Float... values) {
    Group row = new SimpleGroup(schema);
    if (path != null) {
      row.add("path", path);
    }
    if (label != null) {
      row.add("label", label);
    }
    if (values != null) {
      addList(row, "features", values);
    }
    return row;
  }

  private Path write(String name, MessageType schema, Group... rows) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    TestParquet.write(file, schema, Map.of(), "ZSTD", List.of(rows));
    return file;
  }

  private static Group[] two(MessageType schema, Consumer<Group> first, Consumer<Group> second) {
    Group[] rows = {new SimpleGroup(schema), new SimpleGroup(schema)};
    first.accept(rows[0]);
    second.accept(rows[1]);
    return rows;
  }

  private static List<float[]> rows(FeatureTable table) {
    return IntStream.range(0, table.features().rows())
        .mapToObj(table.features()::row)
        .toList();
  }

  static Stream<String> codecs() {
    return Stream.of("UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW");
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void readsEveryCompressionThatSparkHas(String codec) throws IOException {
    MessageType schema = standard();
    Group[] rows = new Group[500];
    for (int i = 0; i < rows.length; i++) {
      float value = 1 + i % 7;
      rows[i] = row(schema, "image%03d".formatted(i), "class" + i % 3, value, i / 2f, -value);
    }
    Path file = folder.resolve("table.parquet");
    TestParquet.write(file, schema, Map.of(), codec, List.of(rows));
    FeatureTable table = FeatureTable.read(file);
    assertThat(table.features().rows()).isEqualTo(500);
    for (int i = 0; i < rows.length; i++) {
      assertThat(table.features().row(i)).containsExactly(1 + i % 7, i / 2f, -(1 + i % 7));
    }
  }

  /** A column of features, of two rows that hold 1, 0, 3 and 4, 5, 6. */
  private record Shape(Type type, Consumer<Group> first, Consumer<Group> second) {}

  static Stream<Arguments> shapes() {
    Type vector =
        Types.optionalGroup()
            .required(INT32)
            .named("type")
            .optional(INT32)
            .named("size")
            .optionalList()
            .requiredElement(INT32)
            .named("indices")
            .optionalList()
            .requiredElement(DOUBLE)
            .named("values")
            .named("features");
    return Stream.of(
        shape("list of float", LIST, row -> addList(row, "features", 1f, 0f, 3f),
            row -> addList(row, "features", 4f, 5f, 6f)),
        shape("list of required double",
            Types.requiredList().requiredElement(DOUBLE).named("features"),
            row -> addList(row, "features", 1d, 0d, 3d),
            row -> addList(row, "features", 4d, 5d, 6d)),
        shape("list of two levels",
            Types.optionalGroup().repeated(FLOAT).named("array").named("features"),
            row -> row.addGroup("features").append("array", 1f).append("array", 0f).append("array", 3f),
            row -> row.addGroup("features").append("array", 4f).append("array", 5f).append("array", 6f)),
        shape("repeated float",
            Types.repeated(FLOAT).named("features"),
            row -> row.append("features", 1f).append("features", 0f).append("features", 3f),
            row -> row.append("features", 4f).append("features", 5f).append("features", 6f)),
        shape("vector, sparse and dense", vector,
            row -> {
              Group sparse = row.addGroup("features").append("type", 0).append("size", 3);
              addList(sparse, "indices", 0, 2);
              addList(sparse, "values", 1d, 3d);
            },
            row -> {
              Group dense = row.addGroup("features").append("type", 1);
              addList(dense, "values", 4d, 5d, 6d);
            }));
  }

  private static Arguments shape(
      String name, Type type, Consumer<Group> first, Consumer<Group> second) {
    return Arguments.of(name, new Shape(type, first, second));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void readsEveryShapeOfFeatures(String name, Shape shape) throws IOException {
    MessageType schema = schema(text("path"), shape.type, text("label"));
    Path file =
        write(
            "t.parquet",
            schema,
            two(
                schema,
                row -> shape.first.accept(row.append("path", "a").append("label", "x")),
                row -> shape.second.accept(row.append("path", "b").append("label", "y"))));
    FeatureTable table = FeatureTable.read(file);
    assertThat(rows(table)).containsExactly(new float[] {1, 0, 3}, new float[] {4, 5, 6});
    assertThat(table.classNames()).containsExactly("x", "y");
    assertThat(table.name()).isEqualTo("t");
    assertThat(table.backbone()).isEqualTo("t");
    assertThat(table.provenance()).isEmpty();
  }

  @Test
  void readsClassesAndGroupsThatAreNumbers() throws IOException {
    for (var kind : List.of(INT32, INT64, DOUBLE)) {
      MessageType schema =
          schema(
              text("path"),
              Types.optional(kind).named("label"),
              Types.optional(INT64).named("group"),
              LIST);
      Group[] rows = new Group[4];
      int[] labels = {10, 9, -1, 10};
      for (int i = 0; i < 4; i++) {
        rows[i] = new SimpleGroup(schema).append("path", "image" + i);
        switch (kind) {
          case INT32 -> rows[i].add("label", labels[i]);
          case INT64 -> rows[i].add("label", (long) labels[i]);
          default -> rows[i].add("label", (double) labels[i]);
        }
        if (i > 1) {
          rows[i].add("group", 77L);
        }
        addList(rows[i], "features", (float) i);
      }
      ImageDataset images =
          FeatureTable.read(write("numbers.parquet", schema, rows)).dataset().orElseThrow();
      assertThat(images.classNames()).containsExactly("-1", "9", "10");
      assertThat(images.label(0)).isEqualTo(2);
      assertThat(images.label(2)).isEqualTo(0);
      assertThat(images.group(0)).isEqualTo("image0");
      assertThat(images.group(2)).isEqualTo("77").isEqualTo(images.group(3));
    }
  }

  @Test
  void readsColumnsOfOtherNamesAndWithinOthers() throws IOException {
    MessageType schema =
        schema(
            Types.optionalGroup()
                .optional(BINARY)
                .as(stringType())
                .named("origin")
                .optional(BINARY)
                .named("data")
                .named("image"),
            text("rock"),
            text("site"),
            text("why"),
            Types.optionalList().optionalElement(FLOAT).named("embedding"));
    Group[] rows =
        two(
            schema,
            row -> {
              row.addGroup("image").append("origin", "file:/a.jpg").append("data", "bytes");
              row.append("rock", "x").append("site", "s");
              addList(row, "embedding", 1f, 2f);
            },
            row -> {
              row.addGroup("image").append("origin", "file:/b.jpg");
              row.append("rock", "y").append("site", "s").append("why", " cut off ");
            });
    FeatureColumns columns =
        FeatureColumns.standard()
            .withPath("image.origin")
            .withLabel("rock")
            .withGroup("site")
            .withFeatures("embedding")
            .withError("why");
    FeatureTable table = FeatureTable.read(write("t.parquet", schema, rows), columns);
    assertThat(rows(table)).containsExactly(new float[] {1, 2});
    assertThat(table.dataset().orElseThrow().id(1)).isEqualTo("file:/b.jpg");
    assertThat(table.dataset().orElseThrow().group(1)).isEqualTo("s");
    assertThat(table.features().skipped()).hasSize(1);
    assertThat(table.features().skipped().get(0).reason()).isEqualTo("cut off");
    assertThatThrownBy(() -> table.dataset().orElseThrow().bytes(0))
        .isInstanceOf(IOException.class)
        .hasMessage("[t] file:/a.jpg is known by its id alone, there is no image");
    assertThatThrownBy(() -> FeatureColumns.standard().withPath(" "))
        .hasMessage("The column of the path needs a name, but found a blank one");
  }

  @Test
  void aFolderIsOneTableWhateverItsFilesHold() throws IOException {
    MessageType schema = schema(text("path"), LIST);
    for (String[] part :
        new String[][] {{"b", "label=two%20words/sub/part-1"}, {"a", "label=x+y/part-0"}}) {
      Group row = new SimpleGroup(schema).append("path", part[0]);
      addList(row, "features", 1f);
      write(part[1] + ".snappy.parquet", schema, row);
    }
    write("label=x+y/part-2.parquet", schema); // Spark writes empty parts.
    for (String note : List.of("_SUCCESS", "_metadata/part.parquet", ".part.parquet", "notes.txt")) {
      Files.createDirectories(folder.resolve(note).getParent());
      Files.writeString(folder.resolve(note), "no features");
    }
    FeatureTable table = FeatureTable.read(folder);
    ImageDataset images = table.dataset().orElseThrow();
    assertThat(images.size()).isEqualTo(2);
    assertThat(images.id(0)).isEqualTo("a");
    assertThat(images.classNames()).containsExactly("two words", "x+y");
    assertThat(images.label(0)).isEqualTo(1);
    String before = table.file().orElseThrow().sha256();
    Files.move(
        folder.resolve("label=x+y/part-0.snappy.parquet"), folder.resolve("label=x+y/p.parquet"));
    assertThat(FeatureTable.read(folder).file().orElseThrow().sha256()).isNotEqualTo(before);
  }

  @Test
  void keepsAllThatFe4jWrites() throws IOException {
    ImageDataset images = new org.fe4j.dataset.ImageRecordsTest.Letters();
    DatasetFeatures features =
        DatasetFeatures.of(
                new CountedFeatures(3, 5),
                com.google.common.primitives.ImmutableIntArray.of(0, 2, 3),
                com.google.common.collect.ImmutableList.of(
                    new org.fe4j.feature.SkippedImage(1, images.id(1), "no \"picture\"")),
                3)
            .withProvenance(ImmutableMap.of("backbone", "resnet50", "tap", "penultimate"));
    Path file = folder.resolve("letters.parquet");
    ExportFormat.PARQUET.write(FeatureTable.of(features, images), file);
    FeatureTable read = FeatureTable.read(file);

    assertThat(read.name()).isEqualTo(images.name());
    assertThat(read.backbone()).isEqualTo("resnet50");
    assertThat(read.provenance())
        .containsExactly(
            Map.entry("fe4j", org.fe4j.Version.NAME),
            Map.entry("backbone", "resnet50"),
            Map.entry("tap", "penultimate"));
    assertThat(read.features().skipped()).isEqualTo(features.skipped());
    assertThat(read.classNames()).isEqualTo(images.classNames());
    ImageDataset back = read.dataset().orElseThrow();
    for (int i = 0; i < images.size(); i++) {
      assertThat(back.id(i)).isEqualTo(images.id(i));
      assertThat(back.label(i)).isEqualTo(images.label(i));
      assertThat(back.group(i)).isEqualTo(images.group(i));
    }
    for (int row = 0; row < 3; row++) {
      assertThat(read.features().index(row)).isEqualTo(features.index(row));
      assertThat(read.features().row(row)).isEqualTo(features.row(row));
    }
    assertThat(read.file().orElseThrow().sha256()).isEqualTo(FeatureReading.sha256(file));
  }

  private static Arguments bad(String defect, Bad bad, String message) {
    return Arguments.of(defect, bad, message);
  }

  /** Writes something that is no table, and returns what to read. */
  private interface Bad {
    Path in(ParquetReadingTest test) throws IOException;
  }

  static Stream<Arguments> bad() {
    MessageType s = standard();
    return Stream.of(
        bad(
            "no column of features",
            test -> test.write("t.parquet", schema(text("path"), text("label"), text("image"))),
            "[t.parquet] there is no column \"features\"; there are: path, label, image. Name the one that is meant with FeatureColumns.withFeatures(…)."),
        bad(
            "no column of paths",
            test -> test.write("t.parquet", schema(text("label"), LIST)),
            "[t.parquet] there is no column \"path\"; there are: label, features. Name the one that is meant with FeatureColumns.withPath(…)."),
        bad(
            "no column of labels",
            test -> test.write("t.parquet", schema(text("path"), LIST)),
            "[t.parquet] there is no column \"label\"; there are: path, features. Name the one that is meant with FeatureColumns.withLabel(…)."),
        bad(
            "features as text",
            test -> test.write("t.parquet", schema(text("path"), text("label"), text("features"))),
            "[t.parquet] the column \"features\" is \"binary features (STRING)\", but a list of float or double, or MLlib's vector, is read. Name another column, or convert it."),
        bad(
            "features as a list of integers",
            test ->
                test.write(
                    "t.parquet",
                    schema(
                        text("path"),
                        text("label"),
                        Types.optionalList().optionalElement(INT32).named("features"))),
            "[t.parquet] the column \"features\" is \"int32 element\", but a list of float or double, or MLlib's vector, is read. Name another column, or convert it."),
        bad(
            "labels as lists",
            test ->
                test.write(
                    "t.parquet",
                    schema(
                        text("path"),
                        Types.optionalList().optionalElement(INT32).named("label"),
                        LIST)),
            "[t.parquet] the column \"label\" is \"int32 element\", but a text or a number is read. Name another column, or convert it."),
        bad(
            "labels that are no whole numbers",
            test -> {
              MessageType schema =
                  schema(text("path"), Types.optional(DOUBLE).named("label"), LIST);
              return test.write(
                  "t.parquet", schema, new SimpleGroup(schema).append("path", "a").append("label", 0.5));
            },
            "[t.parquet] row 1 (a): the column \"label\" is 0.5, but a class is a text or a whole number. Name another column."),
        bad(
            "rows of unequal length",
            test ->
                test.write(
                    "t.parquet", s, row(s, "a", "x", 1f, 2f), row(s, "b", "x", 1f)),
            "[t.parquet] row 2 (b): the column \"features\" has 1 values, but 2 in [t.parquet], where a is. Rows of one table come from one backbone and one tap: read those of others apart."),
        bad(
            "a longer row",
            test ->
                test.write(
                    "t.parquet", s, row(s, "a", "x", 1f), row(s, "b", "x", 1f, 2f, 3f)),
            "[t.parquet] row 2 (b): the column \"features\" has more than 1 values, but 1 in [t.parquet], where a is. Rows of one table come from one backbone and one tap: read those of others apart."),
        bad(
            "a value that is no number",
            test -> test.write("t.parquet", s, row(s, "a", "x", 1f, Float.NaN)),
            "[t.parquet] row 1 (a): value 1 of the column \"features\" is NaN as a float, but heads need finite ones. Extract the image again, or make its features null, which skips it."),
        bad(
            "an infinite value",
            test -> test.write("t.parquet", s, row(s, "a", "x", Float.NEGATIVE_INFINITY)),
            "[t.parquet] row 1 (a): value 0 of the column \"features\" is -Infinity as a float, but heads need finite ones. Extract the image again, or make its features null, which skips it."),
        bad(
            "a null within the features",
            test -> test.write("t.parquet", s, row(s, "a", "x", 1f, null)),
            "[t.parquet] row 1 (a): the column \"features\" has a null at 1. Make the whole list null where an image has no features."),
        bad(
            "an empty list",
            test -> test.write("t.parquet", s, row(s, "a", "x")),
            "[t.parquet] row 1 (a): the column \"features\" is an empty list. Make it null where an image has no features."),
        bad(
            "no label in a row",
            test ->
                test.write("t.parquet", s, row(s, "a", "x", 1f), row(s, "b", null, 1f)),
            "[t.parquet] row 2 (b): the column \"label\" is null, but each image needs a class. Fill it, or remove the row."),
        bad(
            "a blank path",
            test -> test.write("t.parquet", s, row(s, " ", "x", 1f)),
            "[t.parquet] row 1: the column \"path\" is blank, but each image needs an id that no other image has. Fill it, or remove the row."),
        bad(
            "the same path twice",
            test -> {
              test.write("parts/a.parquet", s, row(s, "a", "x", 1f), row(s, "b", "x", 1f));
              test.write("parts/b.parquet", s, row(s, "c", "x", 1f), row(s, "b", "x", 1f));
              return test.folder.resolve("parts");
            },
            "[b.parquet] row 2 (b): the path was there before, at [a.parquet] row 2. Each image has one row: remove the others."),
        bad(
            "one class",
            test ->
                test.write("t.parquet", s, row(s, "a", "x", 1f), row(s, "b", "x", 2f)),
            "[t.parquet] telling classes apart takes two or more, but all 2 rows have \"x\" in the column \"label\". Check the labels."),
        bad(
            "no row",
            test -> test.write("t.parquet", s),
            "[t.parquet] there is no row. Were the features written?"),
        bad(
            "no features at all",
            test ->
                test.write("t.parquet", s, row(s, "a", "x", (Float[]) null)),
            "[t.parquet] none of 1 rows has features; of the first: it has no features, and nothing says why"),
        bad(
            "files with different columns",
            test -> {
              MessageType other = schema(text("path"), Types.optional(INT32).named("label"), LIST);
              test.write("parts/a.parquet", s, row(s, "a", "x", 1f));
              test.write("parts/b.parquet", other);
              return test.folder.resolve("parts");
            },
            "[b.parquet] the column \"label\" is INT32, but BINARY in [a.parquet]. Files of one table have the same columns: read them apart, or write them anew."),
        bad(
            "files with and without groups",
            test -> {
              test.write("parts/a.parquet", s, row(s, "a", "x", 1f));
              test.write("parts/b.parquet", schema(text("path"), text("label"), text("group"), LIST));
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
            "[b.parquet] states the backbone \"b\", but [a.parquet] states \"a\". Rows of one table come from one backbone and one tap: read those of others apart."),
        bad(
            "metadata that is no JSON",
            test -> {
              Path file = test.folder.resolve("t.parquet");
              TestParquet.write(
                  file, s, Map.of("fe4j.classes", "{\"x\":1}"), "ZSTD", List.of());
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
              test.write("parts/_temporary/0/part.parquet", s);
              return test.folder.resolve("parts");
            },
            "[FOLDER/parts] there is a folder \"_temporary\": whoever writes here has not finished, or was killed. Wait, or write the folder anew."),
        bad(
            "no Parquet file",
            test -> Files.writeString(test.folder.resolve("t.parquet"), "path,label,f0\n".repeat(9)),
            "[t.parquet] it is no Parquet file, or damaged: t.parquet is not a Parquet file. Expected magic number at tail, but found [44, 102, 48, 10]. Write it anew."),
        bad(
            "an empty file",
            test -> Files.createFile(test.folder.resolve("t.parquet")),
            "[t.parquet] it is no Parquet file, or damaged: t.parquet is not a Parquet file (length is too low: 0). Write it anew."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void refuses(String defect, Bad bad, String message) throws IOException {
    Path path = bad.in(this);
    assertThatThrownBy(() -> FeatureTable.read(path))
        .isInstanceOf(MalformedFeaturesException.class)
        .hasMessage(message.replace("FOLDER", folder.toString()));
  }

  @Test
  void refusesOtherFilesByTheirName() {
    assertThatThrownBy(() -> FeatureTable.read(Path.of("nowhere.parquet")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("nowhere.parquet");
    assertThatThrownBy(() -> FeatureTable.read(Files.createFile(folder.resolve("t.arff"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Features are read from a file that ends in .parquet, .npy or .csv, or from a folder of Parquet files, but found \"%s\"",
            folder.resolve("t.arff"));
  }

  @Test
  void refusesMoreRowsThanATableHas() {
    assertThat(TableBuilder.tooMany("t.parquet", 3_000_000_000L))
        .hasMessage("[t.parquet] 3,000,000,000 rows, but a table has at most 2,147,483,639. Divide it.");
  }

  /** Whatever is cut or flipped: a table or a message that names the file, and little memory. */
  @Test
  void everyTruncationAndFlippedByteIsATableOrAMessage() throws IOException {
    MessageType s = standard();
    Group[] rows = new Group[40];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(s, "image" + i, "class" + i % 2, i / 3f, 2f, (float) -i);
    }
    byte[] whole = Files.readAllBytes(write("whole.parquet", s, rows));
    Path file = folder.resolve("bad.parquet");
    int refused = 0;
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) (1 << i % 8);
      refused += refuses(file, flipped) ? 1 : 0;
      if (i % 8 == 0) {
        assertThat(refuses(file, java.util.Arrays.copyOf(whole, i))).as("cut at %d", i).isTrue();
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
