package org.fe4j.metrics.report;

import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.ComparisonTables;

/** The files of a comparison. */
public final class ComparisonDirectory {
  /** The file that {@link ComparisonJson} writes and reads. */
  public static final String JSON_FILE = "results.json";

  /** The file that {@link ComparisonMarkdown} writes. */
  public static final String MARKDOWN_FILE = "comparison.md";

  /** The file that {@link ComparisonLatex} writes. */
  public static final String LATEX_FILE = "comparison.tex";

  /** The file with a row for each model, data set and metric. */
  public static final String LONG_CSV_FILE = "long.csv";

  /** The file with a row for each model: its accuracy on each data set. */
  public static final String WIDE_CSV_FILE = "wide.csv";

  private ComparisonDirectory() {}

  /**
   * Writes the five files in UTF-8, making the directory where it is missing. Files of these names
   * are replaced; each appears whole or not at all.
   *
   * @throws IOException if a file cannot be written
   */
  public static void write(Comparison comparison, Path directory) throws IOException {
    ReportFile.write(directory.resolve(JSON_FILE), out -> ComparisonJson.write(comparison, out));
    ReportFile.write(
        directory.resolve(MARKDOWN_FILE), out -> ComparisonMarkdown.write(comparison, out));
    ReportFile.write(directory.resolve(LATEX_FILE), out -> ComparisonLatex.write(comparison, out));
    ReportFile.write(
        directory.resolve(LONG_CSV_FILE),
        out ->
            ComparisonCsv.write(ComparisonTables.longTable(comparison, comparison.metrics()), out));
    ReportFile.write(
        directory.resolve(WIDE_CSV_FILE),
        out -> ComparisonCsv.write(ComparisonTables.wideTable(comparison, Metric.ACCURACY), out));
  }
}
