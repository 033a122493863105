package org.fe4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fe4j.examples.ExamplesTest.printed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fe4j.examples.quickstart.SmallData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples of protocols, comparisons and reports as their reader would. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComparisonExamplesTest {
  private static final String MODEL = "shufflenet_v2_x0_5.fe4j_formula_v1";

  private Path images = Path.of("");

  @BeforeAll
  void makeImages(@TempDir Path shared) throws IOException {
    images = SmallData.images(shared);
  }

  @Test
  void compareBackbonesPrintsAComparisonAndWritesItsFiles(@TempDir Path out) throws IOException {
    String[] arguments = {MODEL, out.toString(), images.toString()};
    assertThat(printed(() -> CompareBackbones.main(arguments)))
        .contains("Comparison of 1 model on 1 data set", MODEL);
    assertThat(out.resolve("report.html")).isNotEmptyFile();
    assertThat(out.resolve("results.json")).isNotEmptyFile();
    Path report;
    try (Stream<Path> cells = Files.list(out.resolve("cells"))) {
      report = cells.findFirst().orElseThrow();
    }
    assertThat(printed(() -> ReproduceReport.main(new String[] {report.toString()})))
        .isEqualTo("Reproduced: all 30 predictions are the same to the bit.\n\ntrue\n");
  }

  @Test
  void classCountAndSizePrintsAScoreForEachView() throws IOException {
    String[] arguments = {MODEL, images.toString(), "2", "8"};
    assertThat(printed(() -> ClassCountAndSize.main(arguments)).lines())
        .hasSizeGreaterThanOrEqualTo(4)
        .anyMatch(line -> line.matches("rocks, all \\(2 of 3 classes, seed 42\\): [01]\\.\\d+"))
        .anyMatch(line -> line.matches("rocks, all \\(at most 8 pixels\\): [01]\\.\\d+"));
  }

  @Test
  void ownMetricPrintsItsFigureAndItsInterval() throws IOException {
    String printed = printed(() -> OwnMetric.main(new String[] {MODEL, images.toString()}));
    assertThat(Double.parseDouble(printed.substring(0, printed.indexOf(' ')))).isBetween(0.3, 1.0);
    assertThat(printed).contains("Interval");
  }

  @Test
  void paperTablePutsOurFiguresBesideThePublishedOnes(@TempDir Path folder) throws IOException {
    Path weights = Files.createDirectories(folder.resolve("weights"));
    SmallData.weights(weights.resolve("squeezenet1_1.safetensors"), "squeezenet1_1");
    // Parts, which the paper joins.
    Path rocks = folder.resolve("geological_images");
    try (Stream<Path> files = Files.walk(images)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path part = rocks.resolve(file.endsWith("0.png") ? "test" : "train");
        Path copy = part.resolve(images.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    Path results = folder.resolve("results");
    String[] arguments = {weights.toString(), results.toString(), rocks.toString()};
    List<String> table = printed(() -> PaperTable.main(arguments)).lines().toList();
    assertThat(table).hasSize(18);
    assertThat(table.get(0))
        .startsWith("| model | geological_images accuracy | paper | geological_images macro F1 |");
    assertThat(table)
        .contains("| convnext_large | n/a | 0.91 | n/a | 0.82 | n/a | 0.91 |")
        .anyMatch(
            row -> row.matches("\\| squeezenet1_1 \\| 0\\.\\d{3} \\|  \\| 0\\.\\d{3} \\|  .*"));
    try (Stream<Path> cells = Files.list(results)) {
      Path cell = cells.findFirst().orElseThrow();
      assertThat(Files.readString(cell)).contains("test/bedding/0.png", "train/bedding/1.png");
    }
  }
}
