package org.fe4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fe4j.examples.quickstart.SmallData;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.report.ComparisonJson;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code fe compare}, {@code fe report} and {@code fe reproduce} as their user would call them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompareCommandTest {
  private static final String FORMULA = "shufflenet_v2_x0_5.fe4j_formula_v1";

  private Path images = Path.of("");
  private Path weights = Path.of("");

  @BeforeAll
  void makeData(@TempDir Path shared) throws IOException {
    images = SmallData.images(shared);
    weights = Files.createDirectories(shared.resolve("weights"));
    Files.copy(SmallData.weights(shared), weights.resolve(SmallData.BACKBONE + ".safetensors"));
  }

  private FeRun compare(Path out, String... more) {
    List<String> arguments =
        Stream.concat(
                Stream.of(
                    "compare",
                    "--models",
                    FORMULA + "," + SmallData.BACKBONE,
                    "--weights-dir",
                    weights.toString(),
                    "--folds",
                    "3",
                    "--out",
                    out.toString()),
                Stream.of(more))
            .toList();
    return FeRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void comparesAndWritesAllFiles(@TempDir Path out) throws IOException {
    FeRun run =
        compare(
            out,
            "--data",
            images.toString(),
            "--data",
            "again=" + images,
            "--max-latency",
            "1e6",
            "--max-memory",
            "99999999999999999");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains(FORMULA, SmallData.BACKBONE, "again");
    Comparison comparison = ComparisonJson.read(out.resolve("results.json"));
    assertThat(comparison.isComplete()).isTrue();
    assertThat(comparison.datasetNames()).contains("again").hasSize(2);
    assertThat(comparison.modelNames())
        .containsExactly(FORMULA, SmallData.BACKBONE + ".safetensors");
    assertThat(comparison.model(FORMULA).parameters()).isPresent();
    assertThat(comparison.model(FORMULA).imagesPerSecond()).isPresent();
    assertThat(Files.readString(out.resolve("report.html"))).contains(FORMULA, "<svg");
    assertThat(out.resolve("cells")).isDirectoryContaining("glob:**.json");
  }

  @Test
  void anotherNameKeepsTheDivision(@TempDir Path out) throws IOException {
    Path parts = out.resolve("parts");
    try (Stream<Path> files = Files.walk(images)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path part = parts.resolve(file.getFileName().toString().startsWith("0") ? "test" : "train");
        Path copy = part.resolve(images.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    FeRun run =
        FeRun.of(
            "compare",
            "--models",
            FORMULA,
            "--data",
            "renamed=" + parts,
            "--out",
            out.resolve("out").toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    Comparison comparison = ComparisonJson.read(out.resolve("out/results.json"));
    assertThat(comparison.report(FORMULA, "renamed").orElseThrow().predictions().size())
        .isEqualTo(SmallData.CLASSES.size());
  }

  @Test
  void goesOnWhereAModelFailsAndSaysSo(@TempDir Path out) throws IOException {
    FeRun run =
        FeRun.of(
            "compare",
            "--models",
            FORMULA + ",vgg11",
            "--offline",
            "--folds",
            "3",
            "--data",
            images.toString(),
            "--out",
            out.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    Comparison comparison = ComparisonJson.read(out.resolve("results.json"));
    assertThat(comparison.report(FORMULA, comparison.datasetNames().get(0))).isPresent();
    assertThat(comparison.isComplete()).isFalse();
    assertThat(run.out()).contains("vgg11", "offline");
  }

  @Test
  void reportWritesThePageOfResultsAnew(@TempDir Path out, @TempDir Path other) throws IOException {
    assertThat(compare(out, "--data", images.toString()).exitCode()).isZero();
    FeRun run =
        FeRun.of(
            "report",
            out.resolve("results.json").toString(),
            "--commercial-use",
            "--out",
            other.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("commercial");
    assertThat(ComparisonJson.read(other.resolve("results.json")))
        .isEqualTo(ComparisonJson.read(out.resolve("results.json")));
    assertThat(other.resolve("report.html")).isNotEmptyFile();
    Path single;
    try (Stream<Path> cells = Files.list(out.resolve("cells"))) {
      single = cells.sorted().findFirst().orElseThrow();
    }
    FeRun ofOne = FeRun.of("report", single.toString(), "--out", other.resolve("one").toString());
    assertThat(ofOne.exitCode()).as(ofOne.err()).isZero();
    assertThat(other.resolve("one/report.html")).isNotEmptyFile();
  }

  @Test
  void reportRefusesWhatIsNoReport(@TempDir Path out) throws IOException {
    Path file = Files.writeString(out.resolve("results.json"), "no JSON");
    FeRun run = FeRun.of("report", file.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("results.json");
    FeRun folder = FeRun.of("report", out.toString());
    assertThat(folder.exitCode()).isEqualTo(1);
    assertThat(folder.err()).contains("is a folder; give the file");
    FeRun missing = FeRun.of("report", out.resolve("nothing.json").toString());
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).contains("nothing.json");
  }

  @Test
  void reproduceRunsAReportAgain(@TempDir Path out) throws IOException {
    FeRun evaluated =
        FeRun.of(
            "evaluate",
            "--model",
            FORMULA,
            "--data",
            images.toString(),
            "--folds",
            "3",
            "--seed",
            "7",
            "--out",
            out.toString());
    assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
    FeRun run = FeRun.of("reproduce", out.resolve("report.json").toString(), "--no-store");
    assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
    assertThat(run.out()).contains("Reproduced: all 30 predictions are the same to the bit.");
  }

  @Test
  void reproduceSaysWhatDiffers(@TempDir Path out, @TempDir Path copy) throws IOException {
    for (String id : List.of("a", "b")) {
      Files.createDirectories(copy.resolve("rocks").resolve(id));
    }
    try (Stream<Path> files = Files.walk(images)) {
      int number = 0;
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Files.copy(
            file, copy.resolve("rocks").resolve(number < 15 ? "a" : "b").resolve(number + ".png"));
        number++;
      }
    }
    String[] evaluate = {
      "evaluate",
      "--model",
      FORMULA,
      "--data",
      copy.resolve("rocks").toString(),
      "--out",
      out.toString()
    };
    assertThat(FeRun.of(evaluate).exitCode()).isZero();
    // Another picture under the same name.
    Files.copy(
        copy.resolve("rocks/a/0.png"),
        copy.resolve("rocks/b/29.png"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    FeRun run = FeRun.of("reproduce", out.resolve("report.json").toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("Not the same predictions", "images sha256");
  }

  @Test
  void refusesWhatItDoesNotUnderstand(@TempDir Path out) throws IOException {
    FeRun none = FeRun.of("compare", "--data", images.toString());
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("--models NAME,NAME,... or --suite NAME");
    FeRun suite = FeRun.of("compare", "--suite", "nothing", "--data", images.toString());
    assertThat(suite.exitCode()).isEqualTo(2);
    assertThat(suite.err()).contains("There is no suite \"nothing\"", "paper");
    FeRun unknown = FeRun.of("compare", "--models", "resnet5o", "--data", images.toString());
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("resnet5o");
    Path file = Files.writeString(out.resolve("file"), "");
    FeRun noFolder = compare(file, "--data", images.toString());
    assertThat(noFolder.exitCode()).isEqualTo(1);
    assertThat(noFolder.err()).startsWith("fe: [" + file + "] No files can be written there");
    assertThat(noFolder.out()).isEmpty();
    FeRun same = compare(out, "--data", images.toString(), "--data", images.toString());
    assertThat(same.exitCode()).isNotZero();
    assertThat(same.err()).contains("Two of the data sets", "NAME=");
  }
}
