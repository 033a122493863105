package org.fe4j.metrics.report;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fe4j.metrics.MetricsReport;

/**
 * A report as JSON that holds the predictions beside the figures, so that reading recomputes every
 * figure and compares it with the one in the file.
 *
 * <table>
 *   <caption>Fields, version 1</caption>
 *   <tr><th>field<th>content
 *   <tr><td>{@code formatVersion}<td>1
 *   <tr><td>{@code classes}<td>the class names
 *   <tr><td>{@code provenance}<td>an object of strings, in order
 *   <tr><td>{@code pooled}<td>the figures over all rows, {@code perClass}, {@code confusionMatrix}
 *       (rows are true classes); a figure that does not exist is null
 *   <tr><td>{@code folds}<td>for each fold its number and figures
 *   <tr><td>{@code overFolds}<td>for each figure {@code mean} and {@code standardDeviation} (n - 1)
 *   <tr><td>{@code skipped}<td>{@code id} and {@code reason} of the rows that have no prediction
 *   <tr><td>{@code predictions}<td>columns with an entry a row: {@code id}, {@code fold}, {@code
 *       truth} and {@code predicted} (class indices), {@code probabilities} (a list of C; null for
 *       labels alone) in the decimals of {@code probabilityType}, {@code float32} or {@code float64}
 * </table>
 *
 * <p>Numbers are written so that they read back as the same bits: a report read equals the one that
 * was written.
 */
public final class JsonReport {
  private JsonReport() {}

  /** Returns the report as JSON text. */
  public static String of(MetricsReport report) {
    StringWriter out = new StringWriter();
    try {
      write(report, out);
    } catch (IOException e) {
      throw new UncheckedIOException("A StringWriter does not fail", e);
    }
    return out.toString();
  }

  /**
   * Writes the report, and does not close the writer.
   *
   * @throws IOException if {@code out} does
   */
  public static void write(MetricsReport report, Writer out) throws IOException {
    new JsonReportWriter(out).write(report);
  }

  /**
   * Returns the report in a file.
   *
   * @throws MalformedReportException if the file is not a report, is damaged, or has a figure that
   *     its predictions do not give
   * @throws IOException if the file cannot be read
   */
  public static MetricsReport read(Path file) throws IOException {
    try (Reader in = Files.newBufferedReader(file)) {
      return read(in, String.valueOf(file.getFileName()));
    }
  }

  /**
   * Returns the report that the reader holds, and does not close it.
   *
   * @param source what the reader reads, for messages
   * @throws MalformedReportException if it is not a report, is damaged, or has a figure that its
   *     predictions do not give
   * @throws IOException if the reader does
   */
  public static MetricsReport read(Reader in, String source) throws IOException {
    return new JsonReportReader(in, source).read();
  }
}
