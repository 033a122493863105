package org.fe4j.export;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fe4j.export.TestTables.LIST;
import static org.fe4j.export.TestTables.addList;
import static org.fe4j.export.TestTables.row;
import static org.fe4j.export.TestTables.schema;
import static org.fe4j.export.TestTables.standard;
import static org.fe4j.export.TestTables.text;

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

/** Tables of every shape that is read. */
class ParquetReadingTest {
  @TempDir Path folder;

  private Path write(String name, MessageType schema, Group... rows) throws IOException {
    return TestTables.write(folder, name, schema, rows);
  }

  private static Group[] two(MessageType schema, Consumer<Group> first, Consumer<Group> second) {
    Group[] rows = {new SimpleGroup(schema), new SimpleGroup(schema)};
    first.accept(rows[0]);
    second.accept(rows[1]);
    return rows;
  }

  private static List<float[]> rows(FeatureTable table) {
    return IntStream.range(0, table.features().rows()).mapToObj(table.features()::row).toList();
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
        shape(
            "list of float",
            LIST,
            row -> addList(row, "features", 1f, 0f, 3f),
            row -> addList(row, "features", 4f, 5f, 6f)),
        shape(
            "list of required double",
            Types.requiredList().requiredElement(DOUBLE).named("features"),
            row -> addList(row, "features", 1d, 0d, 3d),
            row -> addList(row, "features", 4d, 5d, 6d)),
        shape(
            "list of two levels",
            Types.optionalGroup().repeated(FLOAT).named("array").named("features"),
            row ->
                row.addGroup("features")
                    .append("array", 1f)
                    .append("array", 0f)
                    .append("array", 3f),
            row ->
                row.addGroup("features")
                    .append("array", 4f)
                    .append("array", 5f)
                    .append("array", 6f)),
        shape(
            "repeated float",
            Types.repeated(FLOAT).named("features"),
            row -> row.append("features", 1f).append("features", 0f).append("features", 3f),
            row -> row.append("features", 4f).append("features", 5f).append("features", 6f)),
        shape(
            "vector, sparse and dense",
            vector,
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
    for (String note :
        List.of("_SUCCESS", "_metadata/part.parquet", ".part.parquet", "notes.txt")) {
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
        .hasMessage(
            "[t.parquet] 3,000,000,000 rows, but a table has at most 2,147,483,639. Divide it.");
  }
}
