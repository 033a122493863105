package org.fe4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ObjectArrays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fe4j.examples.quickstart.SmallData;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.report.JsonReport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How the options that divide images are understood, alone and in {@code fe evaluate}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FoldOptionsTest {
  private Path images = Path.of("");
  private Path parts = Path.of("");
  private Path weights = Path.of("");

  /** Ten images of each of three classes, and the same as eight to train on and two to test on. */
  @BeforeAll
  void makeData(@TempDir Path shared) throws IOException {
    images = SmallData.images(shared);
    weights = SmallData.weights(shared);
    parts = shared.resolve("parts");
    for (var texture : SmallData.CLASSES) {
      for (int i = 0; i < SmallData.PER_CLASS; i++) {
        Path folder = parts.resolve(i < 8 ? "train" : "test").resolve(texture.className());
        Files.createDirectories(folder);
        Files.copy(
            images.resolve(texture.className()).resolve(i + ".png"), folder.resolve(i + ".png"));
      }
    }
  }

  @Command(name = "options")
  private static final class Holder {
    @Mixin private final FoldOptions options = new FoldOptions();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'stratified 5-fold with whole groups, shuffled with seed 42,'",
    "--folds 3 --seed 7, 'stratified 3-fold with whole groups, shuffled with seed 7,'",
    "--unstratified --folds 4, '4-fold, shuffled with seed 42,'",
    "--hold-out 12.5 --seed 3, '12.5 % held out, stratified with whole groups, shuffled with seed"
        + " 3,'",
    "--shots 2, '2 images of each class to train on, all others but those of their groups to test,"
        + " 10 draws with seed 42'",
    "--shots 1 --draws 3 --seed 9, '1 image of each class to train on, all others but those of"
        + " their groups to test, 3 draws with seed 9'"
  })
  void makesASplitterOfTheOptions(String options, String description) {
    assertThat(splitter(options)).startsWith(description).doesNotContain("times");
  }

  @ParameterizedTest
  @CsvSource({
    "--repeats 4, stratified 5-fold, '; 4 times, with seeds 42 to 45'",
    "--repeats 2 --unstratified --seed 1, '5-fold', '; 2 times, with seeds 1 to 2'",
    "--repeats 3 --hold-out 20, 20 % held out, '; 3 times, with seeds 42 to 44'"
  })
  void repeats(String options, String begin, String end) {
    assertThat(splitter(options)).startsWith(begin).endsWith(end);
  }

  private static String splitter(String options) {
    Holder holder = new Holder();
    new CommandLine(holder).parseArgs(options.isEmpty() ? new String[0] : options.split(" "));
    return holder.options.splitter().description();
  }

  static List<Arguments> contradictions() {
    return List.of(
        Arguments.of("--hold-out 20 --folds 5", "--hold-out tests one part: leave out --folds"),
        Arguments.of(
            "--hold-out 20 --unstratified", "--hold-out is stratified: leave out --unstratified"),
        Arguments.of(
            "--hold-out 100",
            "--hold-out must be a share between 0 and 100 percent, such as 20, not 100.0"),
        Arguments.of(
            "--hold-out 0",
            "--hold-out must be a share between 0 and 100 percent, such as 20, not 0.0"),
        Arguments.of("--shots 2 --folds 5", "--shots makes no folds: leave out --folds"),
        Arguments.of(
            "--shots 2 --unstratified", "--shots is for each class: leave out --unstratified"),
        Arguments.of("--shots 2 --hold-out 20", "--shots tests all others: leave out --hold-out"),
        Arguments.of(
            "--shots 2 --repeats 2", "--shots is repeated by --draws: leave out --repeats"),
        Arguments.of("--draws 2", "--draws goes with --shots"),
        Arguments.of("--shots 0", "Shots and draws must be 1 or more, not 0 and 10"),
        Arguments.of("--folds 1", "Cross-validation needs 2 or more folds, not 1"),
        Arguments.of("--repeats 0", "Folds are repeated 1 time or more, not 0"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void refusesWhatContradicts(String options, String message) {
    FeRun run = evaluate(images, options.split(" "));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("fe: " + message + System.lineSeparator());
  }

  @Test
  void saysInCommandsWhatToDoAboutSmallClasses() {
    FeRun run = evaluate(images, "--folds", "11");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "Stratified 11-fold validation needs 11 or more images of each class",
            "  Ways out: use 10 folds or fewer; add images to these classes or leave them out; or"
                + " use --unstratified, which does not stratify.");
  }

  @Test
  void testsTheTestPartOfAFolder(@TempDir Path folder) throws IOException {
    FeRun run = evaluate(parts, "--out", folder.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains(
            "SplitDataset[parts: train 24 images, test 6 images; 3 classes], divided as they are");
    MetricsReport report = JsonReport.read(folder.resolve("report.json"));
    assertThat(report.predictions().size()).isEqualTo(6);
    assertThat(report.predictions().id(0)).isEqualTo("test/bedding/8.png");
    assertThat(report.protocol().get("validation")).startsWith("the parts train and test");
  }

  @Test
  void dividesAFolderOfPartsAnewWhereAsked(@TempDir Path folder) throws IOException {
    FeRun run = evaluate(parts, "--folds", "2", "--out", folder.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("3 classes], divided anew");
    MetricsReport report = JsonReport.read(folder.resolve("report.json"));
    assertThat(report.predictions().size()).isEqualTo(30);
    assertThat(report.folds()).hasSize(2);
    String file = folder.resolve("report.json").toString();
    FeRun again = FeRun.of("reproduce", file, "--folds", "2");
    assertThat(again.exitCode()).as(again.err()).isZero();
    FeRun other = FeRun.of("reproduce", file, "--folds", "3");
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.out()).contains("settings, folds: was \"2\", is \"3\"");
  }

  @Test
  void thePapersProtocolJoinsTheParts(@TempDir Path folder) throws IOException {
    FeRun run = evaluate(parts, "--protocol", "paper", "--out", folder.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("3 classes], divided anew");
    MetricsReport report = JsonReport.read(folder.resolve("report.json"));
    assertThat(report.predictions().size()).isEqualTo(30);
    assertThat(report.protocol()).containsEntry("protocol", "paper, version 1");
    FeRun both =
        evaluate(
            parts.resolve("train"),
            "--protocol",
            "paper",
            "--test-data",
            parts.resolve("test").toString());
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("leave out --test-data, or use --protocol standard");
  }

  @Test
  void testsOtherData(@TempDir Path folder) throws IOException {
    FeRun run =
        evaluate(
            parts.resolve("train"),
            "--test-data",
            parts.resolve("test").toString(),
            "--seed",
            "5",
            "--out",
            folder.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    MetricsReport report = JsonReport.read(folder.resolve("report.json"));
    assertThat(report.predictions().size()).isEqualTo(6);
    assertThat(report.provenance())
        .containsEntry("data set", "train tested on test: 30 images, 3 classes");
    assertThat(report.protocol())
        .containsEntry(
            "validation",
            "the parts train and test, one stratified tenth of the fitting rows for validation,"
                + " shuffled with seed 5");
    String file = folder.resolve("report.json").toString();
    FeRun again = FeRun.of("reproduce", file);
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out()).isEqualTo("Reproduced: all 6 predictions are the same to the bit.\n");
    FeRun given =
        FeRun.of(
            "reproduce",
            file,
            "--data",
            parts.resolve("train").toString(),
            "--test-data",
            parts.resolve("test").toString());
    assertThat(given.out()).isEqualTo(again.out());
    assertThat(FeRun.of("reproduce", file, "--test-data", "x").err())
        .startsWith("fe: --test-data goes with --data");
  }

  @Test
  void refusesTestDataBesideAnotherDivision() {
    for (String option : List.of("--folds", "--hold-out", "--shots", "--repeats")) {
      FeRun run =
          evaluate(parts.resolve("train"), "--test-data", parts.resolve("test") + "", option, "2");

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).startsWith("fe: --test-data says what is tested: leave out --folds");
    }
    FeRun file = evaluate(images, "--test-data", weights.toString());
    assertThat(file.exitCode()).isEqualTo(2);
    assertThat(file.err()).startsWith("fe: --test-data must be a folder, or a list that ends in");
  }

  @Test
  void dividesAListByItsColumn(@TempDir Path folder) throws IOException {
    StringBuilder rows = new StringBuilder("path,label,split\n");
    for (var texture : SmallData.CLASSES) {
      for (int i = 0; i < SmallData.PER_CLASS; i++) {
        rows.append("\"%s/%s/%d.png\",".formatted(images, texture.className(), i))
            .append("%s,%s\n".formatted(texture.className(), i < 7 ? "train" : "val"));
      }
    }
    Path list = Files.writeString(folder.resolve("rocks.csv"), rows);

    FeRun run = evaluate(list, "--out", folder.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("SplitDataset[rocks: train 21 images, val 9 images; 3 classes]");
    assertThat(JsonReport.read(folder.resolve("report.json")).predictions().size()).isEqualTo(9);
  }

  @Test
  void drawsShots(@TempDir Path folder) throws IOException {
    FeRun run = evaluate(images, "--shots", "2", "--draws", "3", "--out", folder.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    MetricsReport report = JsonReport.read(folder.resolve("report.json"));
    assertThat(report.folds()).hasSize(3);
    assertThat(report.predictions().size()).isEqualTo(3 * 24);
  }

  private FeRun evaluate(Path data, String... options) {
    String[] first = {
      "evaluate",
      "--model",
      SmallData.BACKBONE,
      "--weights",
      weights.toString(),
      "--data",
      data.toString()
    };
    return FeRun.of(ObjectArrays.concat(first, options, String.class));
  }
}
