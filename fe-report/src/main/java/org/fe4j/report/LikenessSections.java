package org.fe4j.report;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fe4j.metrics.Decimals;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.NamedMatrix;
import org.fe4j.metrics.comparison.Similarity;
import org.fe4j.metrics.statistics.Correlation;

/** How models resemble each other: in their scores, their predictions and their features. */
final class LikenessSections {
  private static final ImmutableList<Metric> METRICS =
      ImmutableList.of(
          Metric.ACCURACY,
          Metric.BALANCED_ACCURACY,
          Metric.MACRO_F1,
          Metric.WEIGHTED_F1,
          Metric.MATTHEWS_CORRELATION,
          Metric.LOG_LOSS,
          Metric.BRIER_SCORE,
          Metric.CALIBRATION_ERROR);

  private final Page page;
  private final Comparison comparison;

  LikenessSections(Page page, Comparison comparison) {
    this.page = page;
    this.comparison = comparison;
  }

  void append() {
    if (comparison.models().size() > 1) {
      scores();
      predictions();
    }
    others();
  }

  private void scores() {
    page.begin("correlation", "Which models are alike in their scores");
    page.paragraph(
        "Models whose scores rise and fall together find the same classes hard. The tree joins the"
            + " most alike first (average linkage of 1 minus the correlation).");
    Similarity main = Similarity.overClasses(comparison, Correlation.PEARSON);
    map(main);
    RankSections.notes(page, main.notes());
    page.details(
        "All correlations as tables",
        () -> {
          matrix(main);
          for (Similarity other :
              List.of(
                  Similarity.overClasses(comparison, Correlation.SPEARMAN),
                  Similarity.overClasses(comparison, Correlation.KENDALL),
                  Similarity.overFolds(comparison, ComparisonPage.METRIC, Correlation.PEARSON),
                  Similarity.overFolds(comparison, ComparisonPage.METRIC, Correlation.SPEARMAN),
                  Similarity.overFolds(comparison, ComparisonPage.METRIC, Correlation.KENDALL))) {
            matrix(other);
            RankSections.notes(page, other.notes());
          }
        });
    page.end();
  }

  private void predictions() {
    page.begin("agreement", "Which models say the same");
    page.paragraph(
        "Agreement of two models' predictions beyond chance (Cohen's kappa): 1 where they always"
            + " say the same. Two good models that disagree are worth combining."
            + " Similarity of features (linear CKA): 1 where one model's features are the other's,"
            + " turned and scaled.");
    boolean charts = comparison.datasets().size() <= ComparisonPage.DATASETS_WITH_CHARTS;
    List<Similarity> all = new ArrayList<>();
    for (String dataset : comparison.datasetNames()) {
      all.add(Similarity.agreement(comparison, dataset));
      Optional<Similarity> features = Similarity.features(comparison, dataset);
      features.ifPresent(all::add);
    }
    all.removeIf(similarity -> similarity.matrix().size() < 2);
    if (charts) {
      page.beginCharts();
      all.forEach(this::map);
      page.endCharts();
    }
    RankSections.notes(
        page, all.stream().flatMap(similarity -> similarity.notes().stream()).distinct().toList());
    page.details("The same as tables", () -> all.forEach(this::matrix));
    page.end();
  }

  private void others() {
    page.begin("between", "Data sets and metrics");
    if (comparison.datasets().size() > 1) {
      page.paragraph(
          "Data sets that rank models alike correlate: what was found on one is likely to hold on the"
              + " other.");
      Similarity datasets =
          Similarity.betweenDatasets(comparison, ComparisonPage.METRIC, Correlation.SPEARMAN);
      matrix(datasets);
      RankSections.notes(page, datasets.notes());
    }
    page.paragraph(
        "Metrics that correlate say the same about the models. Where lower is better, the negated"
            + " figure counts.");
    Similarity metrics = Similarity.betweenMetrics(comparison, METRICS, Correlation.SPEARMAN);
    matrix(metrics);
    RankSections.notes(page, metrics.notes());
    page.end();
  }

  private void map(Similarity similarity) {
    NamedMatrix matrix = similarity.matrix();
    double least = least(matrix);
    page.chart(
        "%s; the stronger the colour, the more alike: none for %s, full for 1. The numbers of the columns are those of the rows."
            .formatted(capitalised(similarity.label()), Decimals.fixed(least, 2)),
        id -> {
          HeatMap map = new HeatMap(id, matrix.names(), matrix::get, least, 1);
          similarity
              .dendrogram()
              .ifPresent(
                  tree ->
                      map.clustered(
                          tree.leafOrder(),
                          tree.merges().stream()
                              .map(m -> new HeatMap.Join(m.left(), m.right(), m.height()))
                              .toList()));
          return map.svg(label(similarity));
        });
  }

  private static String label(Similarity similarity) {
    NamedMatrix matrix = similarity.matrix();
    String most = "";
    double best = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < matrix.size(); row++) {
      for (int column = 0; column < row; column++) {
        if (matrix.get(row, column) > best) {
          best = matrix.get(row, column);
          most =
              "%s and %s (%s)"
                  .formatted(
                      matrix.names().get(column), matrix.names().get(row), Decimals.fixed(best, 2));
        }
      }
    }
    return "Heat map of the %s; the most alike are %s."
        .formatted(similarity.label(), most.isEmpty() ? "none" : most);
  }

  private static String capitalised(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /** Returns the value from which on there is a shade: a round one below all. */
  private static double least(NamedMatrix matrix) {
    double min = 1;
    for (int row = 0; row < matrix.size(); row++) {
      for (int column = 0; column < row; column++) {
        double value = matrix.get(row, column);
        min = value < min ? value : min;
      }
    }
    return Math.max(-1, Math.floor(min * 10 - 1) / 10);
  }

  private void matrix(Similarity similarity) {
    NamedMatrix matrix = similarity.matrix();
    double least = least(matrix);
    page.heading(capitalised(similarity.label()));
    DataTable table = new DataTable(similarity.label()).text("");
    for (int i = 0; i < matrix.size(); i++) {
      table.numbers(Integer.toString(i + 1));
    }
    for (int row = 0; row < matrix.size(); row++) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.text((row + 1) + "  " + matrix.names().get(row)));
      for (int column = 0; column < matrix.size(); column++) {
        double value = matrix.get(row, column);
        cells.add(Cell.shaded(value, Decimals.fixed(value, 2), (value - least) / (1 - least)));
      }
      table.row(cells);
    }
    page.table(table.unsorted());
  }
}
