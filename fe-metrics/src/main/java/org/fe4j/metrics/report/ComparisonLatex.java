package org.fe4j.metrics.report;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.ComparisonTables;
import org.fe4j.metrics.comparison.Table;
import org.fe4j.metrics.comparison.TiedWithBest;

/**
 * The tables of a comparison for a paper: LaTeX in UTF-8 to be read with {@code \input}; it needs
 * the package {@code booktabs}. Accuracy and macro F1 of every model on every data set, in bold
 * where tied with the best of the data set by the paired bootstrap; then what the models cost.
 */
public final class ComparisonLatex {
  private static final ImmutableList<Metric> METRICS =
      ImmutableList.of(Metric.ACCURACY, Metric.MACRO_F1);

  private final Comparison comparison;
  private final StringBuilder out = new StringBuilder("% Needs booktabs.\n");

  private ComparisonLatex(Comparison comparison) {
    this.comparison = comparison;
  }

  /** Returns the tables as LaTeX. */
  public static String of(Comparison comparison) {
    ComparisonLatex latex = new ComparisonLatex(comparison);
    METRICS.forEach(latex::scores);
    latex.table(
        "The models and what they cost.",
        ComparisonTables.models(comparison),
        (row, column, text) -> text);
    return latex.out.toString();
  }

  /**
   * Appends the tables.
   *
   * @throws IOException if {@code to} does
   */
  public static void write(Comparison comparison, Appendable to) throws IOException {
    to.append(of(comparison));
  }

  private interface Style {
    String of(int row, int column, String text);
  }

  private void scores(Metric metric) {
    List<TiedWithBest> ties =
        comparison.datasetNames().stream()
            .map(dataset -> TiedWithBest.of(comparison, dataset, metric))
            .toList();
    table(
        "Pooled %s, its mean over the data sets, and the mean rank; bold: tied with the best of the data set (paired bootstrap, Holm, $p > 0.05$)."
            .formatted(metric.label()),
        ComparisonTables.wideTable(comparison, metric),
        (row, column, text) ->
            column >= 1
                    && column <= ties.size()
                    && ties.get(column - 1).isTied(comparison.modelNames().get(row))
                ? "\\textbf{" + text + "}"
                : text);
  }

  private void table(String caption, Table table, Style style) {
    out.append("\\begin{table}\n\\centering\n\\caption{").append(caption).append("}\n");
    out.append("\\begin{tabular}{");
    table.columns().forEach(column -> out.append(column.isNumeric() ? 'r' : 'l'));
    out.append("}\n\\toprule\n");
    line(table.columns().stream().map(column -> LatexReport.escaped(column.name())).toList());
    out.append("\\midrule\n");
    for (int index = 0; index < table.rows().size(); index++) {
      int row = index;
      List<String> texts = table.texts().get(row);
      line(
          IntStream.range(0, texts.size())
              .mapToObj(column -> style.of(row, column, cell(table, row, column)))
              .toList());
    }
    out.append("\\bottomrule\n\\end{tabular}\n\\end{table}\n\n");
  }

  private static String cell(Table table, int row, int column) {
    Table.Cell cell = table.rows().get(row).get(column);
    String text = LatexReport.escaped(cell.text());
    return cell.isNumber() && text.startsWith("-") ? "$" + text + "$" : text;
  }

  private void line(List<String> cells) {
    out.append(cells.stream().collect(Collectors.joining(" & "))).append(" \\\\\n");
  }
}
