package org.fe4j.metrics.report;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fe4j.metrics.Averages;
import org.fe4j.metrics.ClassMetrics;
import org.fe4j.metrics.ClassificationMetrics;
import org.fe4j.metrics.ConfusionMatrix;
import org.fe4j.metrics.Decimals;
import org.fe4j.metrics.FoldMetrics;
import org.fe4j.metrics.FoldSummary;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.SkippedRow;
import org.fe4j.metrics.statistics.Interval;

/**
 * A report as Markdown with the tables of GitHub: the figures with their intervals, each class, the
 * confusion matrix of up to 12 classes, each fold, what copies do, skipped rows, the protocol, and
 * the provenance.
 */
public final class MarkdownReport {
  private static final int DIGITS = 4;

  /** A wider table is wider than a page. */
  private static final int LARGEST_MATRIX = 12;

  private static final ImmutableList<Metric> FOLD_COLUMNS =
      ImmutableList.of(Metric.ACCURACY, Metric.MACRO_F1, Metric.WEIGHTED_F1);

  /** Characters that mean something in a cell; an underscore does at the edge of a word only. */
  private static final Pattern MARKUP =
      Pattern.compile("[\\\\`*\\[\\]<>|~&]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])");

  private final MetricsReport report;
  private final StringBuilder out = new StringBuilder();

  private MarkdownReport(MetricsReport report) {
    this.report = report;
  }

  /** Returns the report as Markdown. */
  public static String of(MetricsReport report) {
    MarkdownReport markdown = new MarkdownReport(report);
    markdown.brief();
    markdown.classes();
    markdown.confusion();
    markdown.folds();
    markdown.copies();
    markdown.skipped();
    markdown.facts("Protocol", report.protocol());
    markdown.facts("Provenance", report.provenance());
    return markdown.out.toString();
  }

  /**
   * Appends the report.
   *
   * @throws IOException if {@code to} does
   */
  public static void write(MetricsReport report, Appendable to) throws IOException {
    to.append(of(report));
  }

  private void brief() {
    out.append("# Classification report\n\n");
    out.append(
        """
        %d out-of-fold predictions of %d classes in %d folds. *Pooled*: computed once over the
        predictions of all folds. *Mean* and *sd*: over the figures of each fold, sd with n - 1.
        *95 %% interval*: percentile bootstrap over %d units (the predictions of one image or one group
        are one unit), 2,000 resamples, seed 42.

        """
            .formatted(
                report.pooled().rowCount(),
                report.classNames().size(),
                report.folds().size(),
                report.predictions().units().stream().distinct().count()));
    header("figure", "pooled", "95 % interval", "mean over folds", "sd over folds");
    for (Metric metric : report.metrics()) {
      double pooled = report.pooled(metric);
      FoldSummary summary = report.overFolds(metric);
      if (!Double.isNaN(pooled) || !Double.isNaN(summary.mean())) {
        row(
            escaped(metric.label()),
            fixed(pooled),
            report.interval(metric).map(MarkdownReport::ends).orElse(""),
            fixed(summary.mean()),
            fixed(summary.standardDeviation()));
      }
    }
    row("majority baseline", fixed(report.pooled().majorityBaseline()), "", "", "");
  }

  private static String ends(Interval interval) {
    return "%s to %s".formatted(fixed(interval.low()), fixed(interval.high()));
  }

  private void classes() {
    ClassificationMetrics pooled = report.pooled();
    out.append("\n## Classes (pooled)\n\n");
    header("class", "precision", "recall", "F1", "support");
    for (ClassMetrics figures : pooled.perClass()) {
      row(
          escaped(figures.name()),
          fixed(figures.precision()),
          fixed(figures.recall()),
          fixed(figures.f1()),
          Integer.toString(figures.support()));
    }
    String rows = Integer.toString(pooled.rowCount());
    row("**accuracy**", "", "", fixed(pooled.accuracy()), rows);
    averages("**macro avg**", pooled.macro(), rows);
    averages("**weighted avg**", pooled.weighted(), rows);
  }

  private void averages(String name, Averages averages, String rows) {
    row(name, fixed(averages.precision()), fixed(averages.recall()), fixed(averages.f1()), rows);
  }

  private void confusion() {
    ConfusionMatrix matrix = report.pooled().confusionMatrix();
    if (matrix.classCount() > LARGEST_MATRIX) {
      return;
    }
    out.append("\n## Confusion matrix (pooled)\n\n");
    header(
        Stream.concat(
                Stream.of("true \\ predicted"),
                report.classNames().stream().map(MarkdownReport::escaped))
            .toArray(String[]::new));
    for (int truth = 0; truth < matrix.classCount(); truth++) {
      List<String> cells = new ArrayList<>();
      cells.add(escaped(report.classNames().get(truth)));
      for (int predicted = 0; predicted < matrix.classCount(); predicted++) {
        String count = Integer.toString(matrix.count(truth, predicted));
        cells.add(truth == predicted ? "**" + count + "**" : count);
      }
      row(cells.toArray(String[]::new));
    }
  }

  private void folds() {
    out.append("\n## Folds\n\n");
    header(cells("fold", "rows", FOLD_COLUMNS.stream().map(Metric::label)));
    for (FoldMetrics fold : report.folds()) {
      row(
          cells(
              Integer.toString(fold.fold()),
              Integer.toString(fold.metrics().rowCount()),
              FOLD_COLUMNS.stream().map(metric -> fixed(fold.of(metric)))));
    }
    row(cells("**mean**", "", summaries().map(summary -> fixed(summary.mean()))));
    row(cells("**sd**", "", summaries().map(summary -> fixed(summary.standardDeviation()))));
    String absent =
        report.folds().stream()
            .filter(fold -> fold.metrics().absentClassCount() > 0)
            .map(fold -> "%d in fold %d".formatted(fold.metrics().absentClassCount(), fold.fold()))
            .collect(Collectors.joining(", "));
    if (!absent.isEmpty()) {
      out.append("\nClasses without a row, 0 in the fold's macro averages: " + absent + "\n");
    }
  }

  private Stream<FoldSummary> summaries() {
    return FOLD_COLUMNS.stream().map(report::overFolds);
  }

  private void skipped() {
    if (report.skipped().isEmpty()) {
      return;
    }
    out.append("\n## Skipped rows, in no figure (%d)\n\n".formatted(report.skipped().size()));
    out.append("| row | reason |\n| :--- | :--- |\n");
    for (SkippedRow row : report.skipped()) {
      row(escaped(row.id()), escaped(row.reason()));
    }
  }

  private void copies() {
    report
        .copies()
        .ifPresent(
            gap -> {
              out.append(
                  "\n## Groups and copies: %d images in %d groups\n\n"
                      .formatted(gap.images(), gap.groups()));
              header("copies", "accuracy", "macro F1");
              row("kept together", fixed(gap.accuracyTogether()), fixed(gap.macroF1Together()));
              row("divided", fixed(gap.accuracyDivided()), fixed(gap.macroF1Divided()));
              row("**gap**", fixed(gap.accuracyGap()), fixed(gap.macroF1Gap()));
            });
  }

  private void facts(String heading, Map<String, String> facts) {
    if (facts.isEmpty()) {
      return;
    }
    out.append("\n## " + heading + "\n\n|  |  |\n| :--- | :--- |\n");
    facts.forEach((key, value) -> row(escaped(key), escaped(value)));
  }

  private static String[] cells(String first, String second, Stream<String> others) {
    return Stream.concat(Stream.of(first, second), others).toArray(String[]::new);
  }

  /** Begins a table whose first column is text and whose others are numbers. */
  private void header(String... names) {
    row(names);
    row(
        IntStream.range(0, names.length)
            .mapToObj(column -> column == 0 ? ":---" : "---:")
            .toArray(String[]::new));
  }

  private void row(String... cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String fixed(double value) {
    return Decimals.fixed(value, DIGITS);
  }

  /** Returns text as a cell that shows it as it is, whatever a folder is called. */
  static String escaped(String text) {
    return MARKUP.matcher(text).replaceAll("\\\\$0").replaceAll("\\s+", " ");
  }
}
