package org.fe4j.metrics.report;

import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.metrics.MetricsReport;

/**
 * The files of a report: {@code report.json}, {@code report.md}, {@code report.tex} and {@code
 * predictions.csv}.
 */
public final class ReportDirectory {
  /** The file that {@link JsonReport} writes and reads. */
  public static final String JSON_FILE = "report.json";

  /** The file that {@link MarkdownReport} writes. */
  public static final String MARKDOWN_FILE = "report.md";

  /** The file that {@link LatexReport} writes. */
  public static final String LATEX_FILE = "report.tex";

  /** The file that {@link PredictionsCsv} writes. */
  public static final String CSV_FILE = "predictions.csv";

  private ReportDirectory() {}

  /**
   * Writes the four files in UTF-8, making the directory where it is missing. Files of these names
   * are replaced; each appears whole or not at all.
   *
   * @throws IOException if a file cannot be written
   */
  public static void write(MetricsReport report, Path directory) throws IOException {
    ReportFile.write(directory.resolve(JSON_FILE), out -> JsonReport.write(report, out));
    ReportFile.write(directory.resolve(MARKDOWN_FILE), out -> MarkdownReport.write(report, out));
    ReportFile.write(directory.resolve(LATEX_FILE), out -> LatexReport.write(report, out));
    ReportFile.write(
        directory.resolve(CSV_FILE), out -> PredictionsCsv.write(report.predictions(), out));
  }
}
