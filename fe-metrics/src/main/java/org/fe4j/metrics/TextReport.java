package org.fe4j.metrics;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A report as plain text for a terminal. Apart from names and values it is ASCII, since a JVM in
 * the C locale prints anything else as question marks.
 */
final class TextReport {
  private static final int DIGITS = 4;

  /** Keeps the table of classes within 80 columns. */
  private static final int WIDEST_NAME = 38;

  /** A larger matrix fits no terminal, and nobody reads it. */
  private static final int LARGEST_MATRIX = 12;

  private static final int SKIPPED_SHOWN = 20;

  private static final ImmutableList<Metric> FOLD_COLUMNS =
      ImmutableList.of(Metric.ACCURACY, Metric.MACRO_F1, Metric.WEIGHTED_F1);

  /** What the table of classes does not say, and what is usually quoted. */
  private static final ImmutableList<Metric> BRIEF =
      ImmutableList.of(
          Metric.ACCURACY,
          Metric.BALANCED_ACCURACY,
          Metric.MACRO_F1,
          Metric.WEIGHTED_F1,
          Metric.COHEN_KAPPA,
          Metric.MATTHEWS_CORRELATION,
          Metric.LOG_LOSS,
          Metric.BRIER_SCORE,
          Metric.CALIBRATION_ERROR,
          Metric.TOP_5_ACCURACY);

  private final MetricsReport report;
  private final TextPage out = new TextPage();

  private TextReport(MetricsReport report) {
    this.report = report;
  }

  static String of(MetricsReport report) {
    TextReport text = new TextReport(report);
    text.pooled();
    text.confusion();
    text.folds();
    text.copies();
    text.skipped();
    text.out.facts("Protocol", report.protocol());
    text.out.facts("Provenance", report.provenance());
    return text.out.toString();
  }

  private void pooled() {
    ClassificationMetrics pooled = report.pooled();
    out.heading(
        "Pooled: all %s of %s together (%s)"
            .formatted(
                count(pooled.rowCount(), "out-of-fold prediction"),
                count(report.folds().size(), "fold"),
                count(pooled.classCount(), "class", "classes")));
    out.append(new ClassificationTable(pooled, DIGITS, WIDEST_NAME)).append('\n');
    List<Metric> shown = shown();
    int width = shown.stream().mapToInt(metric -> Columns.width(label(metric))).max().orElse(0) + 1;
    for (Metric metric : shown) {
      out.append(Columns.left(label(metric), width));
      out.append(Columns.right(fixed(report.pooled(metric)), 9));
      report
          .interval(metric)
          .ifPresent(
              interval ->
                  out.append(
                      "  [%s, %s]".formatted(fixed(interval.low()), fixed(interval.high()))));
      out.append('\n');
    }
    out.append(Columns.left("majority baseline", width));
    out.append(Columns.right(fixed(pooled.majorityBaseline()), 9)).append("\n\n");
    out.wrapped("", intervals());
  }

  /** Returns the brief figures that exist, and then the metrics that are not standard ones. */
  private List<Metric> shown() {
    return Stream.concat(
            BRIEF.stream().filter(metric -> !Double.isNaN(report.pooled(metric))),
            report.metrics().stream().filter(metric -> !Metric.standard().contains(metric)))
        .toList();
  }

  private static String label(Metric metric) {
    return metric == Metric.LOG_LOSS
        ? "log loss (nats)"
        : Columns.shorten(metric.label(), WIDEST_NAME);
  }

  private String intervals() {
    int rows = report.predictions().size();
    long units = report.predictions().units().stream().distinct().count();
    if (units == 1) {
      return "No 95 % intervals: all rows are one unit, of which a bootstrap draws no other sample";
    }
    String resampled =
        units == rows
            ? count(rows, "row")
            : "%s of %s".formatted(count((int) units, "unit"), count(rows, "row"));
    return "[ ] 95 %% interval: percentile bootstrap over %s, %d resamples, seed %d"
        .formatted(
            resampled, ReportIntervals.BOOTSTRAP.resamples(), ReportIntervals.BOOTSTRAP.seed());
  }

  private void confusion() {
    ConfusionMatrix matrix = report.pooled().confusionMatrix();
    if (matrix.classCount() > LARGEST_MATRIX) {
      return;
    }
    out.heading("Pooled confusion matrix: rows are true classes, columns predicted ones");
    int width = Math.max(3, Integer.toString(largest(matrix)).length()) + 1;
    int room = TextPage.WIDTH - matrix.classCount() * width - "  | a = ".length();
    for (int predicted = 0; predicted < matrix.classCount(); predicted++) {
      out.append(Columns.right(letter(predicted), width));
    }
    out.append('\n');
    for (int truth = 0; truth < matrix.classCount(); truth++) {
      for (int predicted = 0; predicted < matrix.classCount(); predicted++) {
        int count = matrix.count(truth, predicted);
        out.append(Columns.right(count == 0 ? "." : Integer.toString(count), width));
      }
      String name = Columns.shorten(report.classNames().get(truth), Math.min(room, WIDEST_NAME));
      out.append("  | ").append(letter(truth)).append(" = ").append(name).append('\n');
    }
  }

  private static int largest(ConfusionMatrix matrix) {
    return IntStream.range(0, matrix.classCount() * matrix.classCount())
        .map(cell -> matrix.count(cell / matrix.classCount(), cell % matrix.classCount()))
        .max()
        .orElse(0);
  }

  private static String letter(int classIndex) {
    return Character.toString('a' + classIndex);
  }

  private void folds() {
    int n = report.folds().size();
    out.heading(
        n == 1
            ? "One fold"
            : "Per fold, and mean and standard deviation (n - 1) over the %d folds".formatted(n));
    foldLine("fold", "rows", FOLD_COLUMNS.stream().map(Metric::label).toList());
    out.append('\n');
    for (FoldMetrics fold : report.folds()) {
      foldLine(
          Integer.toString(fold.fold()),
          Integer.toString(fold.metrics().rowCount()),
          FOLD_COLUMNS.stream().map(metric -> fixed(fold.of(metric))).toList());
    }
    if (n > 1) {
      out.append('\n');
      List<FoldSummary> summaries = FOLD_COLUMNS.stream().map(report::overFolds).toList();
      foldLine("mean", "", summaries.stream().map(summary -> fixed(summary.mean())).toList());
      foldLine(
          "sd", "", summaries.stream().map(summary -> fixed(summary.standardDeviation())).toList());
    }
    absentClasses();
  }

  /** Says where a class is absent from a fold, since that lowers the fold's macro averages. */
  private void absentClasses() {
    String folds =
        report.folds().stream()
            .filter(fold -> fold.metrics().absentClassCount() > 0)
            .map(fold -> "%d in fold %d".formatted(fold.metrics().absentClassCount(), fold.fold()))
            .collect(Collectors.joining(", "));
    if (!folds.isEmpty()) {
      out.append('\n');
      out.wrapped("", "Classes without a row, 0 in the fold's macro averages: " + folds);
    }
  }

  private void foldLine(String fold, String rows, List<String> figures) {
    out.append(Columns.right(fold, 12)).append(' ').append(Columns.right(rows, 8));
    figures.forEach(figure -> out.append(' ').append(Columns.right(figure, 12)));
    out.append('\n');
  }

  private void skipped() {
    List<SkippedRow> rows = report.skipped();
    if (rows.isEmpty()) {
      return;
    }
    out.heading("Skipped: %s in no figure".formatted(count(rows.size(), "row")));
    rows.stream()
        .limit(SKIPPED_SHOWN)
        .forEach(
            row -> out.wrapped(Columns.shorten(row.id(), TextPage.WIDTH) + ": ", row.reason()));
    if (rows.size() > SKIPPED_SHOWN) {
      out.append("... and ").append(rows.size() - SKIPPED_SHOWN).append(" more\n");
    }
  }

  private void copies() {
    report
        .copies()
        .ifPresent(
            gap -> {
              out.heading(
                  "Groups and copies: %s in %s"
                      .formatted(count(gap.images(), "image"), count(gap.groups(), "group")));
              copiesLine("", "accuracy", "macro F1");
              copiesLine(
                  "kept together", fixed(gap.accuracyTogether()), fixed(gap.macroF1Together()));
              copiesLine("divided", fixed(gap.accuracyDivided()), fixed(gap.macroF1Divided()));
              copiesLine("gap", signed(gap.accuracyGap()), signed(gap.macroF1Gap()));
            });
  }

  private void copiesLine(String name, String accuracy, String macroF1) {
    out.append(Columns.left(name, 13)).append(Columns.right(accuracy, 10));
    out.append(Columns.right(macroF1, 10)).append('\n');
  }

  private static String fixed(double value) {
    return Decimals.fixed(value, DIGITS);
  }

  private static String signed(double value) {
    return value > 0 ? "+" + fixed(value) : fixed(value);
  }

  private static String count(int n, String one) {
    return count(n, one, one + "s");
  }

  private static String count(int n, String one, String many) {
    return n + " " + (n == 1 ? one : many);
  }
}
