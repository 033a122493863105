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
import org.fe4j.metrics.comparison.Comparison;

/**
 * A comparison as JSON, whole: with every report, as {@link JsonReport} writes it, so that reading
 * recomputes and compares every figure.
 *
 * <table>
 *   <caption>Fields, version 1</caption>
 *   <tr><th>field<th>content
 *   <tr><td>{@code comparisonVersion}<td>1
 *   <tr><td>{@code provenance}<td>an object of strings, in order
 *   <tr><td>{@code models}<td>for each {@code name}, and what is known of {@code kind}, {@code
 *       pretraining}, {@code parameters}, {@code gigaMultiplyAdds}, {@code featureDimension}, {@code
 *       inputPixels}, {@code imagesPerSecond}, {@code peakMemoryBytes}, {@code licence} and {@code
 *       commercialUse} ({@code yes}, {@code no}, {@code unstated}); null where it is unknown
 *   <tr><td>{@code datasets}<td>for each {@code name}, {@code images}, {@code classes} and {@code
 *       medianShorterSide} in pixels, or null
 *   <tr><td>{@code cells}<td>for each model and data set that was run {@code model}, {@code
 *       dataset}, and either {@code report} or {@code failure}
 *   <tr><td>{@code featureSimilarities}<td>for some data sets {@code dataset}, {@code models} and
 *       {@code values}, a list of rows; null where a value does not exist
 *   <tr><td>{@code audits}<td>for some data sets {@code dataset} and {@code findings}: {@code model},
 *       {@code flagged} and {@code text}
 * </table>
 *
 * <p>Models and data sets come before what is said of them. A comparison read equals the one that
 * was written.
 */
public final class ComparisonJson {
  /** The version that is written, and the only one that is read. */
  public static final int FORMAT_VERSION = 1;

  private ComparisonJson() {}

  /** Returns the comparison as JSON text. */
  public static String of(Comparison comparison) {
    StringWriter out = new StringWriter();
    try {
      write(comparison, out);
    } catch (IOException e) {
      throw new UncheckedIOException("A StringWriter does not fail", e);
    }
    return out.toString();
  }

  /**
   * Writes the comparison, and does not close the writer.
   *
   * @throws IOException if {@code out} does
   */
  public static void write(Comparison comparison, Writer out) throws IOException {
    new ComparisonJsonWriter(out).write(comparison);
  }

  /**
   * Returns the comparison in a file.
   *
   * @throws MalformedReportException if the file is not a comparison, is damaged, or has a figure
   *     that its predictions do not give
   * @throws IOException if the file cannot be read
   */
  public static Comparison read(Path file) throws IOException {
    return read(file, ImmutableList.of());
  }

  /**
   * Returns the comparison in a file, with metrics of one's own.
   *
   * @param known metrics that are recomputed where reports have their keys; others are ignored
   * @throws MalformedReportException if the file is not a comparison, is damaged, or has a figure
   *     that its predictions do not give
   * @throws IOException if the file cannot be read
   */
  public static Comparison read(Path file, List<? extends Metric> known) throws IOException {
    try (Reader in = Files.newBufferedReader(file)) {
      return read(in, String.valueOf(file.getFileName()), known);
    }
  }

  /**
   * Returns the comparison that the reader holds, with metrics of one's own, and does not close it.
   *
   * @param source what the reader reads, for messages
   * @param known metrics that are recomputed where reports have their keys; others are ignored
   * @throws MalformedReportException if it is not a comparison, is damaged, or has a figure that
   *     its predictions do not give
   * @throws IOException if the reader does
   */
  public static Comparison read(Reader in, String source, List<? extends Metric> known)
      throws IOException {
    return new ComparisonJsonReader(in, source, known).read();
  }
}
