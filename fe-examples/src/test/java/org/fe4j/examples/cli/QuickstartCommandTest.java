package org.fe4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.report.JsonReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first thing that a stranger runs, whole. */
class QuickstartCommandTest {

  @Test
  void quickstartNeedsNoNetworkAndBeatsChanceByFar(@TempDir Path folder) throws IOException {
    FeRun run = FeRun.of("quickstart", "--out", folder.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    MetricsReport report = JsonReport.read(folder.resolve("report.json"));
    assertThat(run.out().strip()).isEqualTo(report.toString().strip());
    assertThat(report.provenance()).containsEntry("backbone", "shufflenet_v2_x0_5.fe4j_formula_v1");
    assertThat(report.predictions().size()).isEqualTo(600);
    assertThat(report.skipped()).isEmpty();
    // Measured 0.777; ten classes, random weights and raw pixels stay under 0.25.
    assertThat(report.pooled().accuracy()).isGreaterThan(0.72);
  }

  @Test
  void quickstartRefusesAnUnknownModelBeforeItMakesImages(@TempDir Path folder) {
    FeRun run = FeRun.of("quickstart", "--model", "resnet5O", "--out", folder.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Did you mean");
    assertThat(folder).isEmptyDirectory();
  }
}
