package org.fe4j.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.Limits;
import org.fe4j.metrics.comparison.Recommendation;
import org.fe4j.metrics.report.ComparisonDirectory;
import org.fe4j.metrics.report.ReportDirectory;
import org.fe4j.report.HtmlReport;

/** Writes the files of reports and says where they are. */
final class ReportFiles {
  private static final String PAGE = "report.html";

  private ReportFiles() {}

  /** Finds out before hours of extraction that files cannot go into what is no folder. */
  static void check(Path folder) throws IOException {
    Path there = folder.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there != null && !(Files.isDirectory(there) && Files.isWritable(there))) {
      throw new IOException(
          "[%s] No files can be written there: %s is no folder, or not to be written to. Name another one with --out"
              .formatted(folder, there));
    }
  }

  static void write(Console console, MetricsReport report, Path folder) throws IOException {
    ReportDirectory.write(report, folder);
    HtmlReport.write(report, folder.resolve(PAGE));
    say(console, folder);
  }

  static void write(Console console, Comparison comparison, Limits limits, Path folder)
      throws IOException {
    ComparisonDirectory.write(comparison, folder);
    HtmlReport.write(comparison, limits, folder.resolve(PAGE));
    say(console, folder);
  }

  /** Prints a comparison, and what is recommended where limits were given. */
  static void print(Console console, Comparison comparison, Limits limits) {
    console.out().println(comparison);
    if (!limits.equals(Limits.none())) {
      console
          .out()
          .printf("Under the limits: %s%n", Recommendation.of(comparison, limits).sentence());
    }
    console.out().flush();
  }

  private static void say(Console console, Path folder) {
    console.err().printf("Wrote %s and other files to %s%n", PAGE, folder);
  }
}
