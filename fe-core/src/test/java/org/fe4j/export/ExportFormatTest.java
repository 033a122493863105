package org.fe4j.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.DenseFeatures;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.feature.NpyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExportFormatTest {
  private static final int DIMENSION = 5;

  private final NamedImages images = new NamedImages();

  @TempDir private Path folder;

  /** All rows but that of image 2, so that rows and images differ. */
  private FeatureTable table() {
    int rows = images.size() - 1;
    ImmutableIntArray.Builder indices = ImmutableIntArray.builder();
    for (int row = 0; row < rows; row++) {
      indices.add(image(row));
    }
    FeatureMatrix features = new CountedFeatures(rows, DIMENSION);
    return FeatureTable.of(
        DatasetFeatures.of(features, indices.build(), ImmutableList.of(), rows), images);
  }

  private static int image(int row) {
    return row < 2 ? row : row + 1;
  }

  private String label(int row) {
    return images.classNames().get(images.label(image(row)));
  }

  private Path written(FeatureTable table, ExportFormat format) throws IOException {
    Path file = folder.resolve("new/features" + format.extension());
    format.write(table, file);
    return file;
  }

  private static List<CSVRecord> csv(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file, UTF_8)) {
      return CSVFormat.RFC4180.parse(reader).getRecords();
    }
  }

  @Test
  void npyHasTheFeaturesAndATableBesideIt() throws IOException {
    FeatureTable table = table();
    Path file = written(table, ExportFormat.NPY);

    DenseFeatures features = NpyFile.read(file);
    List<CSVRecord> ids = csv(folder.resolve("new/features.csv"));
    assertThat(ExportFormat.NPY.files(file))
        .containsExactly(file, folder.resolve("new/features.csv"));
    assertThat(features.rows()).isEqualTo(table.features().rows());
    assertThat(ids).hasSize(features.rows() + 1);
    assertThat(ids.get(0)).containsExactly("path", "label");
    for (int row = 0; row < features.rows(); row++) {
      assertBits(features.row(row), row);
      assertThat(ids.get(row + 1)).containsExactly(images.id(image(row)), label(row));
    }
  }

  @Test
  void csvReadsBackTheSameTextAndTheSameBits() throws IOException {
    FeatureTable table = table();
    List<CSVRecord> records = csv(written(table, ExportFormat.CSV));

    assertThat(records).hasSize(table.features().rows() + 1);
    assertThat(records.get(0)).containsExactly("path", "label", "f0", "f1", "f2", "f3", "f4");
    for (int row = 0; row < table.features().rows(); row++) {
      List<String> fields = records.get(row + 1).toList();
      assertThat(fields.subList(0, 2)).containsExactly(images.id(image(row)), label(row));
      assertBits(floats(fields.subList(2, 2 + DIMENSION)), row);
    }
  }

  @Test
  void arffReadsBackTheSameTextAndTheSameBits() throws IOException {
    FeatureTable table = table();
    ArffReader arff = ArffReader.read(written(table, ExportFormat.ARFF));

    assertThat(arff.relation()).isEqualTo(images.name());
    assertThat(arff.names()).containsExactly("path", "f0", "f1", "f2", "f3", "f4", "label");
    assertThat(arff.types().get(0)).containsExactly("string");
    assertThat(arff.types().subList(1, 6)).containsOnly(List.of("numeric"));
    assertThat(arff.types().get(6)).isEqualTo(images.classNames());
    assertThat(arff.rows()).hasSize(table.features().rows());
    for (int row = 0; row < arff.rows().size(); row++) {
      List<String> fields = arff.rows().get(row);
      assertThat(fields.get(0)).isEqualTo(images.id(image(row)));
      assertThat(fields.get(6)).isEqualTo(label(row));
      assertBits(floats(fields.subList(1, 6)), row);
    }
  }

  @Test
  void arffQuotesAsWekaDoes() {
    assertThat(ArffTable.quoted("plain-1.5_x/y")).isEqualTo("plain-1.5_x/y");
    assertThat(ArffTable.quoted("Ägäis")).isEqualTo("Ägäis");
    assertThat(ArffTable.quoted("")).isEqualTo("''");
    assertThat(ArffTable.quoted("?")).isEqualTo("'?'");
    assertThat(ArffTable.quoted("a b")).isEqualTo("'a b'");
    assertThat(ArffTable.quoted("a,b")).isEqualTo("'a,b'");
    assertThat(ArffTable.quoted("{}")).isEqualTo("'{}'");
    assertThat(ArffTable.quoted("it's 5%\t\"\\\n")).isEqualTo("'it\\'s 5\\%\\t\\\"\\\\\\n'");
  }

  @Test
  void arffHasAMissingValueForWhatIsNoNumber() throws IOException {
    FeatureMatrix features =
        DenseFeatures.of(1, 3, new float[] {Float.NaN, Float.NEGATIVE_INFINITY, 1});
    FeatureTable table = FeatureTable.unlabelled("x", features, row -> "a.png");

    assertThat(ArffReader.read(written(table, ExportFormat.ARFF)).rows())
        .containsExactly(List.of("a.png", "?", "-Infinity", "1.0"));
  }

  @Test
  void parquetReadsBackTheSameTextAndTheSameBits() throws IOException {
    FeatureTable table = table();
    ParquetFileRows parquet = ParquetFileRows.read(written(table, ExportFormat.PARQUET));

    assertThat(parquet.schema())
        .isEqualTo(
            """
            message fe4j_features {
              required binary path (STRING);
              required binary label (STRING);
              required group features (LIST) {
                repeated group list {
                  required float element;
                }
              }
            }
            """);
    assertThat(parquet.codec()).isEqualTo("ZSTD");
    assertThat(parquet.rows()).hasSize(table.features().rows());
    for (int row = 0; row < parquet.rows().size(); row++) {
      assertThat(parquet.rows().get(row).getString("path", 0)).isEqualTo(images.id(image(row)));
      assertThat(parquet.rows().get(row).getString("label", 0)).isEqualTo(label(row));
      assertBits(parquet.features(row), row);
    }
  }

  @Test
  void writesGroupsWhereThereAreSome() throws IOException {
    FeatureTable table = table().withGroups(row -> "first").withGroups(row -> "site " + row % 3);

    CSVRecord csv = csv(written(table, ExportFormat.CSV)).get(5);
    assertThat(csv.get(2)).isEqualTo("site 1");
    assertThat(csv).hasSize(3 + DIMENSION);
    ArffReader arff = ArffReader.read(written(table, ExportFormat.ARFF));
    assertThat(arff.names()).startsWith("path", "group", "f0").endsWith("label");
    assertThat(arff.rows().get(4).get(1)).isEqualTo("site 1");
    ParquetFileRows parquet = ParquetFileRows.read(written(table, ExportFormat.PARQUET));
    assertThat(parquet.rows().get(4).getString("group", 0)).isEqualTo("site 1");
  }

  @Test
  void leavesOutTheLabelWhereItIsNotKnown() throws IOException {
    FeatureTable table =
        FeatureTable.unlabelled("all", new CountedFeatures(3, 2), row -> "image" + row);

    assertThat(csv(written(table, ExportFormat.CSV)).get(0)).containsExactly("path", "f0", "f1");
    assertThat(ArffReader.read(written(table, ExportFormat.ARFF)).names())
        .containsExactly("path", "f0", "f1");
    assertThat(ParquetFileRows.read(written(table, ExportFormat.PARQUET)).schema())
        .doesNotContain("label");
  }

  @ParameterizedTest
  @EnumSource
  void aFileIsReplacedWholeOrNotAtAll(ExportFormat format) throws IOException {
    Path file = folder.resolve("features" + format.extension());
    Files.writeString(file, "what was there");
    FeatureMatrix failing =
        new FeatureMatrix() {
          @Override
          public int rows() {
            return 100;
          }

          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public void copyRow(int row, float[] target, int offset) {
            if (row == 50) {
              throw new IllegalStateException("the store is gone");
            }
          }
        };
    FeatureTable table = FeatureTable.unlabelled("x", failing, row -> "id" + row);

    assertThatThrownBy(() -> format.write(table, file)).hasMessage("the store is gone");
    assertThat(file).hasContent("what was there");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }

    format.write(table(), file);
    assertThat(Files.size(file)).isGreaterThan(100);
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactlyInAnyOrderElementsOf(format.files(file));
    }
  }

  @ParameterizedTest
  @EnumSource
  void isChosenByTheEndingInAnyCase(ExportFormat format) {
    String name = "x.v2" + format.extension().toUpperCase(Locale.ROOT);
    assertThat(ExportFormat.of(Path.of("folder.csv", name))).isEqualTo(format);
  }

  @ParameterizedTest
  @ValueSource(strings = {"features", "features.npz", "a.csv/features.txt"})
  void saysWhichEndingsThereAre(String file) {
    assertThatThrownBy(() -> ExportFormat.of(Path.of(file)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Features are written to a file that ends in .npy, .csv, .parquet, .arff, but found"
                + " \"%s\"",
            file);
  }

  @Test
  void memoryDoesNotGrowWithTheRows() throws IOException, InterruptedException {
    String classPath = System.getProperty("java.class.path");
    // 98 MiB of values through a heap of 80; more text than a heap of 16 holds of it.
    List<String> lines = new ArrayList<>();
    lines.addAll(run("-Xmx80m", classPath, 200_000, 128, ExportFormat.NPY, ExportFormat.PARQUET));
    lines.addAll(run("-Xmx16m", classPath, 300_000, 8, ExportFormat.CSV, ExportFormat.ARFF));

    assertThat(lines).hasSize(4).allMatch(line -> line.matches("[A-Z]+ \\d+ bytes \\d+ ms"));
    assertThat(folder.resolve("counted.npy")).hasSize(128 + 200_000L * 128 * 4);
    assertThat(Files.size(folder.resolve("counted.csv"))).isGreaterThan(24 << 20);
    assertThat(Files.size(folder.resolve("counted.arff"))).isGreaterThan(24 << 20);
  }

  @Test
  void saysWhatToAddForParquet() throws IOException, InterruptedException {
    String without =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).getFileName().toString().contains("parquet"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> lines = run("-Xmx80m", without, 3, 2, ExportFormat.PARQUET, ExportFormat.CSV);

    String message = String.join("\n", lines);
    assertThat(message)
        .startsWith(
            "Parquet files need libraries that are not on the class path (no"
                + " org.apache.parquet.hadoop.ParquetWriter).\nMaven:  <dependency>")
        .contains("\nGradle: implementation(\"org.apache.parquet:parquet-hadoop:")
        .contains("\nCSV ");
    for (String artifact : List.of("parquet-hadoop", "hadoop-common")) {
      String group = artifact.equals("parquet-hadoop") ? "parquet" : "hadoop";
      String version = version("org.apache." + group, artifact);
      assertThat(message)
          .contains(artifact + "</artifactId><version>" + version + "</version>")
          .contains("org.apache.%s:%s:%s".formatted(group, artifact, version));
    }
    assertThat(folder.resolve("counted.parquet")).doesNotExist();
  }

  private static String version(String group, String artifact) throws IOException {
    Properties properties = new Properties();
    String name = "/META-INF/maven/%s/%s/pom.properties".formatted(group, artifact);
    try (InputStream stream = ExportFormatTest.class.getResourceAsStream(name)) {
      properties.load(stream);
    }
    return properties.getProperty("version");
  }

  private List<String> run(
      String heap, String classPath, int rows, int dimension, ExportFormat... formats)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED"); // newer JDKs warn without it
    command.addAll(List.of(heap, "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"));
    command.addAll(List.of("-cp", classPath, ExportProcess.class.getName()));
    command.addAll(List.of(folder.toString(), "" + rows, "" + dimension));
    Stream.of(formats).map(Enum::name).forEach(command::add);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readAllLines(output, UTF_8);
  }

  private static float[] floats(List<String> texts) {
    float[] values = new float[texts.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(texts.get(i));
    }
    return values;
  }

  private static void assertBits(float[] values, int row) {
    assertThat(values).hasSize(DIMENSION);
    for (int i = 0; i < DIMENSION; i++) {
      assertThat(Float.floatToRawIntBits(values[i]))
          .isEqualTo(Float.floatToRawIntBits(CountedFeatures.value(row, i)));
    }
  }
}
