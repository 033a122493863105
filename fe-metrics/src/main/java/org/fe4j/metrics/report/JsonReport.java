package org.fe4j.metrics.report;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;

/**
 * A report as JSON that holds the predictions beside the figures, so that reading recomputes every
 * figure and compares it with the one in the file.
 *
 * <table>
 *   <caption>Fields, version 2</caption>
 *   <tr><th>field<th>content
 *   <tr><td>{@code formatVersion}<td>2
 *   <tr><td>{@code classes}<td>the class names
 *   <tr><td>{@code provenance}, {@code protocol}, {@code reproduction}<td>objects of strings, in
 *       order
 *   <tr><td>{@code pooled}<td>the figures over all rows, {@code majorityBaseline}, {@code
 *       reliability} (15 bins, or none), {@code perClass}, {@code confusionMatrix} (rows are true
 *       classes); a figure that does not exist is null
 *   <tr><td>{@code folds}<td>for each fold its number and figures
 *   <tr><td>{@code overFolds}<td>for each figure {@code mean} and {@code standardDeviation} (n - 1)
 *   <tr><td>{@code intervals}, {@code resampledIntervals}<td>for each figure {@code low}, {@code
 *       high} and {@code level}, or null: {@link MetricsReport#interval} and {@link
 *       MetricsReport#resampledInterval}
 *   <tr><td>{@code otherMetrics}<td>for each metric that is not a standard one {@code key}, {@code
 *       label}, {@code higherIsBetter}, {@code pooled}, {@code folds} (a figure a fold) and {@code
 *       interval}
 *   <tr><td>{@code trainRows}<td>the mean number of rows that a head was trained on
 *   <tr><td>{@code trainingCurves}<td>{@code fold}, {@code keptEpoch}, {@code trainLosses} and
 *       {@code validationLosses}; a loss that is no number is a string, such as {@code "NaN"}
 *   <tr><td>{@code copies}<td>null, or {@code groups}, {@code images} and the figures of {@link
 *       org.fe4j.metrics.CopiesGap}
 *   <tr><td>{@code pictures}<td>an object of data URIs by the id of the row
 *   <tr><td>{@code skipped}<td>{@code id} and {@code reason} of the rows that have no prediction
 *   <tr><td>{@code predictions}<td>columns with an entry a row: {@code id}, {@code group} (where
 *       some differ from the ids), {@code fold}, {@code truth} and {@code predicted} (class
 *       indices), {@code probabilities} (a list of C; null for labels alone) in the decimals of
 *       {@code probabilityType}, {@code float32} or {@code float64}
 * </table>
 *
 * <p>Version 1, which is read too, had no {@code protocol}, {@code reproduction}, {@code
 * intervals}, {@code resampledIntervals}, {@code otherMetrics}, {@code trainRows}, {@code
 * trainingCurves}, {@code copies}, {@code pictures} and groups, and fewer figures.
 *
 * <p>Numbers are written so that they read back as the same bits: a report read equals the one that
 * was written. A metric of somebody's own is recomputed where its class is given to {@code read};
 * otherwise its figures are kept as they stand, and cannot be checked.
 */
public final class JsonReport {
  /** The version that is written; version 1 is read too. */
  public static final int FORMAT_VERSION = 2;

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
    return read(file, ImmutableList.of());
  }

  /**
   * Returns the report in a file, with metrics of one's own.
   *
   * @param known metrics that are recomputed where the file has their keys; others are ignored
   * @throws MalformedReportException if the file is not a report, is damaged, or has a figure that
   *     its predictions do not give
   * @throws IOException if the file cannot be read
   */
  public static MetricsReport read(Path file, List<? extends Metric> known) throws IOException {
    try (Reader in = Files.newBufferedReader(file)) {
      return read(in, String.valueOf(file.getFileName()), known);
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
    return read(in, source, ImmutableList.of());
  }

  /**
   * Returns the report that the reader holds, with metrics of one's own, and does not close it.
   *
   * @param source what the reader reads, for messages
   * @param known metrics that are recomputed where the report has their keys; others are ignored
   * @throws MalformedReportException if it is not a report, is damaged, or has a figure that its
   *     predictions do not give
   * @throws IOException if the reader does
   */
  public static MetricsReport read(Reader in, String source, List<? extends Metric> known)
      throws IOException {
    return new JsonReportReader(in, source, known).read();
  }
}
