package org.fe4j.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.fe4j.metrics.ConfusionMatrix;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.report.Html;

/** Which classes are taken for which: a table, or a picture and a list where there are many. */
final class ConfusionSection {
  static final int LARGEST_TABLE = 40;

  private static final int PAIRS_SHOWN = 50;

  /** More classes are put together, so that the picture stays small. */
  private static final int LARGEST_MAP = 100;

  private record Pair(int truth, int predicted, int count) {}

  private final Page page;
  private final MetricsReport report;
  private final ConfusionMatrix matrix;

  private ConfusionSection(Page page, MetricsReport report) {
    this.page = page;
    this.report = report;
    this.matrix = report.pooled().confusionMatrix();
  }

  static void append(Page page, MetricsReport report) {
    ConfusionSection section = new ConfusionSection(page, report);
    page.begin("confusion", "What is taken for what");
    if (section.matrix.classCount() <= LARGEST_TABLE) {
      page.paragraph(
          "A row for each true class, a column for each predicted one, in the same order. The"
              + " stronger the colour, the larger the share of the row; right ones are framed.");
      section.matrixTable();
    } else {
      section.map();
    }
    section.pairs();
    page.end();
  }

  private void matrixTable() {
    Html html = page.body();
    html.raw("<div class=\"scroll\"><table class=\"matrix\">\n")
        .element("caption", "Confusion matrix")
        .raw("<thead><tr><th scope=\"col\">true class</th>");
    for (int i = 0; i < matrix.classCount(); i++) {
      html.raw("<th scope=\"col\"><abbr title=\"")
          .text(report.classNames().get(i))
          .raw("\">" + (i + 1) + "</abbr></th>");
    }
    html.raw("</tr></thead>\n<tbody>\n");
    for (int truth = 0; truth < matrix.classCount(); truth++) {
      html.raw("<tr><th scope=\"row\"><small>" + (truth + 1) + "</small>")
          .text(report.classNames().get(truth))
          .raw("</th>");
      for (int predicted = 0; predicted < matrix.classCount(); predicted++) {
        cell(html, truth, predicted);
      }
      html.raw("</tr>\n");
    }
    html.raw("</tbody></table></div>\n");
  }

  private void cell(Html html, int truth, int predicted) {
    int count = matrix.count(truth, predicted);
    long percent =
        count == 0
            ? 0
            : Math.max(4, Math.round(100 * HeatMap.STRONGEST * count / matrix.trueCount(truth)));
    html.raw("<td");
    if (truth == predicted || count == 0) {
      html.raw(
          " class=\"%s%s\""
              .formatted(truth == predicted ? "right" : "", count == 0 ? " zero" : ""));
    }
    if (percent > 0) {
      html.raw(" style=\"--heat:" + percent + "%\"");
    }
    html.raw(">" + Phrases.number(count) + "</td>");
  }

  private void map() {
    int n = matrix.classCount();
    int together = (n + LARGEST_MAP - 1) / LARGEST_MAP;
    int blocks = (n + together - 1) / together;
    double[][] shares = new double[blocks][blocks];
    double[] totals = new double[blocks];
    for (int truth = 0; truth < n; truth++) {
      totals[truth / together] += matrix.trueCount(truth);
      for (int predicted = 0; predicted < n; predicted++) {
        shares[truth / together][predicted / together] += matrix.count(truth, predicted);
      }
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      names.add(Integer.toString(i + 1));
    }
    page.chart(
        "A row for each %s, a column for each predicted one, in the order of the classes; the stronger the colour, the larger the share of the row. Off the diagonal is wrong."
            .formatted(together == 1 ? "true class" : together + " true classes"),
        id ->
            new HeatMap(
                    id,
                    names,
                    // The root brings out what is rare.
                    (row, column) -> Math.sqrt(shares[row][column] / Math.max(1, totals[row])),
                    0,
                    1)
                .svg(
                    "Confusion matrix of %s as shades: %s on the diagonal."
                        .formatted(
                            EvaluationPage.classes(n),
                            Phrases.percent((double) matrix.correctCount() / matrix.total()))));
  }

  private void pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (int truth = 0; truth < matrix.classCount(); truth++) {
      for (int predicted = 0; predicted < matrix.classCount(); predicted++) {
        int count = matrix.count(truth, predicted);
        if (truth != predicted && count > 0) {
          pairs.add(new Pair(truth, predicted, count));
        }
      }
    }
    if (pairs.isEmpty()) {
      page.paragraph("No prediction is wrong.");
      return;
    }
    pairs.sort(Comparator.comparingInt(Pair::count).reversed());
    int shown = Math.min(pairs.size(), matrix.classCount() <= LARGEST_TABLE ? 10 : PAIRS_SHOWN);
    page.heading("Most frequent mistakes");
    page.showing(shown, pairs.size(), "pairs", "report.json has all counts.");
    DataTable table =
        new DataTable("Pairs of classes that are confused most often")
            .text("true class", "taken for")
            .numbers("times", "of the class");
    for (Pair pair : pairs.subList(0, shown)) {
      double share = (double) pair.count() / matrix.trueCount(pair.truth());
      table.row(
          Cell.text(report.classNames().get(pair.truth())),
          Cell.text(report.classNames().get(pair.predicted())),
          Cell.count(pair.count()),
          Cell.number(share, Phrases.percent(share)));
    }
    page.table(table);
  }
}
