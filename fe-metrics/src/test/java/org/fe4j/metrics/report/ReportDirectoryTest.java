package org.fe4j.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fe4j.metrics.MetricsReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportDirectoryTest {
  @Test
  void writesTheFourFilesAndNothingElse(@TempDir Path temporary) throws IOException {
    Path directory = temporary.resolve("new/out");
    MetricsReport report = SampleReport.create();

    ReportDirectory.write(report, directory);

    assertThat(directory)
        .isDirectoryContaining("glob:**/report.json")
        .isDirectoryContaining("glob:**/report.md")
        .isDirectoryContaining("glob:**/predictions.csv");
    assertThat(directory.toFile().list()).hasSize(4);
    assertThat(JsonReport.read(directory.resolve("report.json"))).isEqualTo(report);
    assertThat(Files.readString(directory.resolve("report.md")))
        .isEqualTo(MarkdownReport.of(report));
    assertThat(Files.readString(directory.resolve("report.tex"))).isEqualTo(LatexReport.of(report));
    assertThat(Files.readString(directory.resolve("predictions.csv")))
        .isEqualTo(PredictionsCsv.of(report.predictions()));
  }

  @Test
  void replacesFilesOfAnEarlierRun(@TempDir Path temporary) throws IOException {
    Files.writeString(temporary.resolve("report.json"), "old");

    ReportDirectory.write(SampleReport.create(), temporary);

    assertThat(JsonReport.read(temporary.resolve("report.json"))).isEqualTo(SampleReport.create());
  }
}
