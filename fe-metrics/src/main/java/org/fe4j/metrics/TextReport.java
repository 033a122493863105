package org.fe4j.metrics;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A report as plain text for a terminal. Apart from names and values it is ASCII, since a JVM in
 * the C locale prints anything else as question marks.
 */
final class TextReport {
  private static final int DIGITS = 4;
  private static final int PAGE_WIDTH = 100;

  /** Keeps the table of classes within 80 columns. */
  private static final int WIDEST_NAME = 38;

  /** A larger matrix fits no terminal, and nobody reads it. */
  private static final int LARGEST_MATRIX = 12;

  private static final int SKIPPED_SHOWN = 20;

  private static final ImmutableList<Metric> FOLD_COLUMNS =
      ImmutableList.of(Metric.ACCURACY, Metric.MACRO_F1, Metric.WEIGHTED_F1);

  private final MetricsReport report;
  private final StringBuilder out = new StringBuilder();

  private TextReport(MetricsReport report) {
    this.report = report;
  }

  static String of(MetricsReport report) {
    TextReport text = new TextReport(report);
    text.pooled();
    text.confusion();
    text.folds();
    text.skipped();
    text.provenance();
    return text.out.toString();
  }

  private void pooled() {
    ClassificationMetrics pooled = report.pooled();
    heading(
        "Pooled: all %s of %s together (%s)"
            .formatted(
                count(pooled.rowCount(), "out-of-fold prediction"),
                count(report.folds().size(), "fold"),
                count(pooled.classCount(), "class", "classes")));
    out.append(new ClassificationTable(pooled, DIGITS, WIDEST_NAME)).append('\n');
    figure("balanced accuracy", pooled.balancedAccuracy());
    figure("Cohen's kappa", pooled.cohenKappa());
    figure("Matthews correlation", pooled.matthewsCorrelation());
    if (pooled.hasProbabilities()) {
      figure("log loss (nats)", pooled.logLoss());
      if (pooled.classCount() > 5) {
        figure("top-5 accuracy", pooled.topAccuracy(5));
      }
    }
  }

  private void figure(String name, double value) {
    out.append(Columns.left(name, 22)).append(Columns.right(Decimals.fixed(value, DIGITS), 9));
    out.append('\n');
  }

  private void confusion() {
    ConfusionMatrix matrix = report.pooled().confusionMatrix();
    if (matrix.classCount() > LARGEST_MATRIX) {
      return;
    }
    heading("Pooled confusion matrix: rows are true classes, columns predicted ones");
    int width = Math.max(3, Integer.toString(largest(matrix)).length()) + 1;
    int room = PAGE_WIDTH - matrix.classCount() * width - "  | a = ".length();
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
    heading(
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
      wrapped("", "Classes without a row, 0 in the fold's macro averages: " + folds);
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
    heading("Skipped: %s in no figure".formatted(count(rows.size(), "row")));
    rows.stream()
        .limit(SKIPPED_SHOWN)
        .forEach(row -> wrapped(Columns.shorten(row.id(), PAGE_WIDTH) + ": ", row.reason()));
    if (rows.size() > SKIPPED_SHOWN) {
      out.append("... and ").append(rows.size() - SKIPPED_SHOWN).append(" more\n");
    }
  }

  private void provenance() {
    if (report.provenance().isEmpty()) {
      return;
    }
    heading("Provenance");
    int width = report.provenance().keySet().stream().mapToInt(Columns::width).max().orElse(0);
    for (Map.Entry<String, String> entry : report.provenance().entrySet()) {
      wrapped(Columns.left(entry.getKey(), Math.min(width, WIDEST_NAME)) + "  ", entry.getValue());
    }
  }

  /** Appends the text, broken at spaces, its further lines below where it begins. */
  private void wrapped(String label, String text) {
    int indent = Math.min(Columns.width(label), WIDEST_NAME + 2);
    out.append(label);
    int column = Columns.width(label);
    boolean first = true;
    String line = Columns.shorten(text.replaceAll("\\s+", " "), Integer.MAX_VALUE);
    for (String word : Splitter.on(' ').split(line)) {
      if (!first && column + 1 + Columns.width(word) > PAGE_WIDTH) {
        out.append('\n').append(" ".repeat(indent));
        column = indent;
      } else if (!first) {
        out.append(' ');
        column++;
      }
      out.append(word);
      column += Columns.width(word);
      first = false;
    }
    out.append('\n');
  }

  private void heading(String heading) {
    if (!out.isEmpty()) {
      out.append('\n');
    }
    out.append(heading).append('\n').append("-".repeat(heading.length())).append('\n');
  }

  private static String fixed(double value) {
    return Decimals.fixed(value, DIGITS);
  }

  private static String count(int n, String one) {
    return count(n, one, one + "s");
  }

  private static String count(int n, String one, String many) {
    return n + " " + (n == 1 ? one : many);
  }
}
