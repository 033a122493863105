package org.fe4j.report;

import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.Limits;
import org.fe4j.metrics.report.ReportFile;

/**
 * A report as one HTML page that needs no network and no other file: figures, tables that sort,
 * charts in light and dark, readable on a phone and on paper. Long lists are cut, and the page says
 * where the rest is, so that a thousand classes give no heavier page than a hundred.
 *
 * <p>Charts need the fonts of the machine that writes the page; where Java finds none, a sentence
 * stands in the place of each chart and says what to install, and the tables hold the figures.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /** Returns the page of one evaluation: the same one for equal reports. */
  public static String of(MetricsReport report) {
    return EvaluationPage.of(report);
  }

  /** Returns the page of a comparison: the same one for equal comparisons. */
  public static String of(Comparison comparison) {
    return of(comparison, Limits.none());
  }

  /**
   * Returns the page of a comparison, with the recommendation among the models that satisfy these
   * limits.
   */
  public static String of(Comparison comparison, Limits limits) {
    return ComparisonPage.of(comparison, limits);
  }

  /**
   * Writes the page of one evaluation in UTF-8, making its folder where it is missing. An existing
   * file is replaced; it appears whole or not at all.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(MetricsReport report, Path file) throws IOException {
    ReportFile.write(file, out -> out.write(of(report)));
  }

  /**
   * Writes the page of a comparison in UTF-8, making its folder where it is missing. An existing
   * file is replaced; it appears whole or not at all.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Comparison comparison, Path file) throws IOException {
    write(comparison, Limits.none(), file);
  }

  /**
   * The same, with the recommendation among the models that satisfy these limits.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Comparison comparison, Limits limits, Path file) throws IOException {
    ReportFile.write(file, out -> out.write(of(comparison, limits)));
  }
}
