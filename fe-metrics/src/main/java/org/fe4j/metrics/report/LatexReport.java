package org.fe4j.metrics.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fe4j.metrics.Averages;
import org.fe4j.metrics.ClassMetrics;
import org.fe4j.metrics.ClassificationMetrics;
import org.fe4j.metrics.Decimals;
import org.fe4j.metrics.FoldMetrics;
import org.fe4j.metrics.FoldSummary;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;

/**
 * The table of classes and the table of folds of a report, for a paper: LaTeX in UTF-8 to be read
 * with {@code \input}. It needs the package {@code booktabs}, and with more than 40 classes {@code
 * longtable}, which breaks over pages.
 */
public final class LatexReport {
  private static final int DIGITS = 4;

  /** About what fits a page. */
  private static final int LARGEST_FLOAT = 40;

  private static final ImmutableList<Metric> FOLD_COLUMNS =
      ImmutableList.of(Metric.ACCURACY, Metric.MACRO_F1, Metric.WEIGHTED_F1);

  private static final ImmutableMap<Integer, String> ESCAPES =
      ImmutableMap.<Integer, String>builder()
          .put((int) '\\', "\\textbackslash{}")
          .put((int) '{', "\\{")
          .put((int) '}', "\\}")
          .put((int) '$', "\\$")
          .put((int) '&', "\\&")
          .put((int) '#', "\\#")
          .put((int) '%', "\\%")
          .put((int) '_', "\\_")
          .put((int) '^', "\\textasciicircum{}")
          .put((int) '~', "\\textasciitilde{}")
          .put((int) '<', "\\textless{}")
          .put((int) '>', "\\textgreater{}")
          .put((int) '|', "\\textbar{}")
          // Active in some languages of babel.
          .put((int) '"', "{\\char34}")
          // After the end of a line, the beginning of its argument.
          .put((int) '[', "{[}")
          .put((int) ']', "{]}")
          .buildOrThrow();

  private final MetricsReport report;
  private final StringBuilder out = new StringBuilder();

  private LatexReport(MetricsReport report) {
    this.report = report;
  }

  /** Returns the tables as LaTeX. */
  public static String of(MetricsReport report) {
    LatexReport latex = new LatexReport(report);
    latex.classes();
    latex.folds();
    return latex.out.toString();
  }

  /**
   * Appends the tables.
   *
   * @throws IOException if {@code to} does
   */
  public static void write(MetricsReport report, Appendable to) throws IOException {
    to.append(of(report));
  }

  /** Returns text as LaTeX that prints it as it is, on one line. */
  static String escaped(String text) {
    return text.codePoints()
        .mapToObj(
            letter ->
                Character.isISOControl(letter)
                    ? " "
                    : ESCAPES.getOrDefault(letter, Character.toString(letter)))
        .collect(Collectors.joining())
        // Two hyphens would become a dash.
        .replaceAll("-(?=-)", "-{}");
  }

  private void classes() {
    ClassificationMetrics pooled = report.pooled();
    boolean isLong = pooled.classCount() > LARGEST_FLOAT;
    out.append(isLong ? "% Needs booktabs and longtable.\n" : "% Needs booktabs.\n");
    String caption =
        "Figures of each class over %d out-of-fold predictions.".formatted(pooled.rowCount());
    String header = cells(Stream.of("Class", "Precision", "Recall", "F1", "Support"));
    if (isLong) {
      out.append("\\begin{longtable}{lrrrr}\n\\caption{").append(caption).append("}\\\\\n");
      out.append("\\toprule\n").append(header).append("\\midrule\n\\endhead\n");
    } else {
      begin(caption, "lrrrr", header);
    }
    for (ClassMetrics figures : pooled.perClass()) {
      Averages values = new Averages(figures.precision(), figures.recall(), figures.f1());
      averages(escaped(figures.name()), values, figures.support());
    }
    out.append("\\midrule\n");
    String accuracy = fixed(pooled.accuracy());
    String rows = Integer.toString(pooled.rowCount());
    out.append(cells(Stream.of("Accuracy", "", "", accuracy, rows)));
    averages("Macro average", pooled.macro(), pooled.rowCount());
    averages("Weighted average", pooled.weighted(), pooled.rowCount());
    if (isLong) {
      out.append("\\bottomrule\n\\end{longtable}\n");
    } else {
      end();
    }
  }

  private void averages(String name, Averages averages, int rows) {
    out.append(
        cells(
            Stream.of(
                name,
                fixed(averages.precision()),
                fixed(averages.recall()),
                fixed(averages.f1()),
                Integer.toString(rows))));
  }

  private void folds() {
    int n = report.folds().size();
    out.append('\n');
    begin(
        n == 1
            ? "Figures of the one fold."
            : "Figures of each fold, their mean and standard deviation ($n-1$).",
        "lrrrr",
        cells(
            Stream.concat(
                Stream.of("Fold", "Rows"),
                FOLD_COLUMNS.stream().map(metric -> capitalised(metric.label())))));
    for (FoldMetrics fold : report.folds()) {
      out.append(
          cells(
              Stream.concat(
                  Stream.of(
                      Integer.toString(fold.fold()), Integer.toString(fold.metrics().rowCount())),
                  FOLD_COLUMNS.stream().map(metric -> fixed(fold.of(metric))))));
    }
    if (n > 1) {
      out.append("\\midrule\n");
      Map<String, ToDoubleFunction<FoldSummary>> lines =
          ImmutableMap.of("Mean", FoldSummary::mean, "SD", FoldSummary::standardDeviation);
      lines.forEach(
          (name, figure) ->
              out.append(
                  cells(
                      Stream.concat(
                          Stream.of(name, ""),
                          FOLD_COLUMNS.stream()
                              .map(
                                  metric ->
                                      fixed(figure.applyAsDouble(report.overFolds(metric))))))));
    }
    end();
  }

  private void begin(String caption, String columns, String header) {
    out.append("\\begin{table}\n\\centering\n\\caption{").append(caption).append("}\n");
    out.append("\\begin{tabular}{").append(columns).append("}\n\\toprule\n");
    out.append(header).append("\\midrule\n");
  }

  private void end() {
    out.append("\\bottomrule\n\\end{tabular}\n\\end{table}\n");
  }

  private static String cells(Stream<String> cells) {
    return cells.collect(Collectors.joining(" & ")) + " \\\\\n";
  }

  private static String capitalised(String label) {
    return Character.toUpperCase(label.charAt(0)) + label.substring(1);
  }

  private static String fixed(double value) {
    String text = Decimals.fixed(value, DIGITS);
    return text.startsWith("-") ? "$" + text + "$" : text;
  }
}
