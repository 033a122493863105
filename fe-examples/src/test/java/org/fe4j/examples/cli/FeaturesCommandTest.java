package org.fe4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fe4j.examples.quickstart.SmallData;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.report.ComparisonJson;
import org.fe4j.metrics.report.JsonReport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code fe evaluate --features} and {@code fe compare --features}, after {@code fe extract}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeaturesCommandTest {
  private Path shared = Path.of("");
  private String images = "";
  private String weights = "";
  private String parquet = "";

  @BeforeAll
  void extract(@TempDir Path folder) throws IOException {
    shared = folder;
    images = SmallData.images(folder).toString();
    weights = SmallData.weights(folder).toString();
    parquet = folder.resolve("features.parquet").toString();
    FeRun run = withModel("extract", "--out", parquet);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private FeRun withModel(String command, String... more) {
    return FeRun.of(
        Stream.concat(
                Stream.of(
                    command,
                    "--model",
                    SmallData.BACKBONE,
                    "--weights",
                    weights,
                    "--data",
                    images,
                    "--store",
                    shared.resolve("store").toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void evaluatesToTheFiguresOfTheImages(@TempDir Path out) throws IOException {
    String direct = out.resolve("direct").toString();
    assertThat(withModel("evaluate", "--folds", "3", "--out", direct).exitCode()).isZero();
    FeRun run =
        FeRun.of(
            "evaluate",
            "--features",
            parquet,
            "--folds",
            "3",
            "--out",
            out.resolve("read").toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("read from features.parquet", SmallData.BACKBONE);
    MetricsReport read = JsonReport.read(out.resolve("read/report.json"));
    assertThat(read.predictions())
        .isEqualTo(JsonReport.read(Path.of(direct, "report.json")).predictions());
    FeRun again = FeRun.of("reproduce", out.resolve("read/report.json").toString());
    assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
  }

  @Test
  void comparesTables(@TempDir Path out) throws IOException {
    FeRun run =
        FeRun.of(
            "compare",
            "--features",
            parquet,
            "--features",
            "again=" + parquet,
            "--folds",
            "3",
            "--out",
            out.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    Comparison comparison = ComparisonJson.read(out.resolve("results.json"));
    assertThat(comparison.isComplete()).isTrue();
    assertThat(comparison.modelNames()).hasSize(2).contains("again");
    assertThat(run.out()).contains("again");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(
            List.of("evaluate", "--features", "PARQUET", "--model", "resnet50", "--no-store"),
            "--features stand for backbone and images: leave out --model, --no-store"),
        Arguments.of(
            List.of("compare", "--features", "PARQUET", "--data", "rocks"),
            "--features stand for backbone and images: leave out --data"),
        Arguments.of(
            List.of("evaluate"),
            "Missing required options: '--model=NAME', '--data=DIR|LIST|NAME'; or --features"
                + " instead of backbone and images"),
        Arguments.of(
            List.of("compare", "--models", "resnet50"),
            "Missing required option: '--data=DIR|LIST|NAME'; or --features instead of backbone and"
                + " images"),
        Arguments.of(
            List.of("evaluate", "--features", "PARQUET", "--features", "PARQUET"),
            "--features is given 2 times: 'fe compare' compares"),
        Arguments.of(
            List.of("compare", "--features", "PARQUET", "--features", "PARQUET"),
            "--features: Two of the tables are called \"%s\", but a comparison tells them apart by"
                    .formatted(SmallData.BACKBONE + " (random.safetensors)")
                + " their names: write NAME= before one of them"),
        Arguments.of(
            List.of("evaluate", "--features", "PARQUET", "--column", "id=name"),
            "--column names path, label, group, features or error, but found \"id\""),
        Arguments.of(
            List.of("evaluate", "--model", "x", "--data", "y", "--column", "path=name"),
            "--column goes with --features"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void refusesCommandLinesThatContradictThemselves(List<String> line, String message) {
    FeRun run = run(line);
    assertThat(run.err()).startsWith("fe: " + message + System.lineSeparator());
    assertThat(run.exitCode()).isEqualTo(2);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            List.of("evaluate", "--features", "nowhere.parquet"),
            "There is no file or folder nowhere.parquet"),
        Arguments.of(
            List.of("evaluate", "--features", "PARQUET", "--column", "label=rock"),
            "[features.parquet] there is no column \"rock\"; there are: path, label, features. Name"
                + " the one that is meant with --column label=NAME."),
        Arguments.of(
            List.of("evaluate", "--features", "PARQUET", "--copies", "near"),
            "--copies near compares pictures, but only features are given: use --copies exact,"
                + " which compares features, or give groups"),
        Arguments.of(
            List.of("evaluate", "--features", "PARQUET", "--on-unreadable", "quarantine"),
            "--on-unreadable quarantine copies images, but only features are given: use skip or"
                + " fail"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void saysWhatIsWrongWithTheFeatures(List<String> line, String message, @TempDir Path out) {
    FeRun run = run(Stream.concat(line.stream(), Stream.of("--out", out.toString())).toList());
    assertThat(run.err()).isEqualTo("fe: " + message + System.lineSeparator());
    assertThat(run.exitCode()).isEqualTo(1);
  }

  private FeRun run(List<String> line) {
    return FeRun.of(
        line.stream().map(word -> word.equals("PARQUET") ? parquet : word).toArray(String[]::new));
  }
}
