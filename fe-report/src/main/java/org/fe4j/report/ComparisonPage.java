package org.fe4j.report;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.fe4j.metrics.CopiesGap;
import org.fe4j.metrics.Decimals;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.comparison.AuditFinding;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.DatasetFacts;
import org.fe4j.metrics.comparison.Limits;
import org.fe4j.metrics.comparison.Recommendation;
import org.fe4j.metrics.comparison.TiedWithBest;
import org.fe4j.metrics.comparison.TiedWithBest.Rival;
import org.fe4j.metrics.report.Html;
import org.fe4j.metrics.statistics.Interval;

/** The page of a comparison. Not safe for concurrent use; confine an instance to one thread. */
final class ComparisonPage {
  /** What models are compared by. */
  static final Metric METRIC = Metric.ACCURACY;

  /** More data sets have tables, but no charts of their own. */
  static final int DATASETS_WITH_CHARTS = 8;

  private final Comparison comparison;
  private final Limits limits;

  /** By data set; each takes a bootstrap. */
  private final ImmutableMap<String, TiedWithBest> tied;

  private final Page page;

  private ComparisonPage(Comparison comparison, Limits limits) {
    this.comparison = comparison;
    this.limits = limits;
    this.tied =
        Maps.toMap(
            comparison.datasetNames(), dataset -> TiedWithBest.of(comparison, dataset, METRIC));
    int models = comparison.models().size();
    int datasets = comparison.datasets().size();
    this.page =
        new Page(
            "%s on %s"
                .formatted(Phrases.count(models, "model"), Phrases.count(datasets, "data set")),
            "Classifiers on frozen features, tested on images that they were not trained on: "
                + String.join(", ", comparison.datasetNames())
                + ".");
  }

  static String of(Comparison comparison, Limits limits) {
    ComparisonPage page = new ComparisonPage(comparison, limits);
    page.summary();
    page.leaderboards();
    new RankSections(page.page, comparison).append();
    new CostSections(page.page, comparison).append();
    new GroupSections(page.page, comparison).append();
    new LikenessSections(page.page, comparison).append();
    page.copies();
    page.audits();
    page.failures();
    EvaluationPage.facts(page.page, "protocol", "Protocol", comparison.protocol());
    EvaluationPage.facts(page.page, "provenance", "Provenance", comparison.fullProvenance());
    return page.page.finish();
  }

  private void summary() {
    page.begin("summary", "Summary");
    page.body().element("p class=\"verdict\"", Recommendation.of(comparison, limits).sentence());
    page.paragraph(TiedWithBest.overall(comparison, METRIC).sentence());
    DataTable table = new DataTable("Accuracy of each model on each data set").text("model");
    comparison.datasets().forEach(dataset -> table.numbers(dataset.name()));
    table.numbers("mean");
    for (String model : comparison.modelNames()) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.text(model));
      double sum = 0;
      for (String dataset : comparison.datasetNames()) {
        double score = comparison.score(model, dataset, METRIC);
        sum += score;
        Cell cell = score(model, dataset, score);
        cells.add(tied(dataset).tied().contains(model) ? Cell.strong(cell) : cell);
      }
      double mean = sum / comparison.datasets().size();
      cells.add(Cell.number(mean, Phrases.percent(mean)));
      table.row(cells);
    }
    page.table(table);
    page.body()
        .element(
            "p class=\"note\"",
            "Accuracy over the predictions of all folds together. Bold: the best of the data set,"
                + " and what is tied with it.");
    page.end();
  }

  private TiedWithBest tied(String dataset) {
    return Objects.requireNonNull(tied.get(dataset));
  }

  private Cell score(String model, String dataset, double score) {
    if (!Double.isNaN(score)) {
      return Cell.number(score, Phrases.percent(score));
    }
    return Cell.number(
        Double.NaN, comparison.failure(model, dataset).isPresent() ? "failed" : "not run");
  }

  private void leaderboards() {
    page.begin("leaderboards", "Leaderboards");
    page.paragraph(
        "For each data set the models by accuracy, with the 95 % interval for other images of the"
            + " same kind. Tied with the best is what a paired bootstrap over the same images,"
            + " with Holm's correction, does not tell from it.");
    boolean charts = comparison.datasets().size() <= DATASETS_WITH_CHARTS;
    for (DatasetFacts dataset : comparison.datasets()) {
      leaderboard(dataset, charts);
    }
    page.end();
  }

  private void leaderboard(DatasetFacts dataset, boolean charts) {
    page.heading(
        "%s: %s of %s"
            .formatted(
                dataset.name(),
                Phrases.count(dataset.images(), "image"),
                EvaluationPage.classes(dataset.classCount())));
    TiedWithBest tied = tied(dataset.name());
    List<String> models = byScore(dataset.name());
    if (models.isEmpty()) {
      page.paragraph("No model has a score here.");
      return;
    }
    page.paragraph(tied.sentence());
    if (charts) {
      page.beginCharts();
      page.chart(
          "Accuracy with its 95 % interval. Full dots: the best and what is tied with it.",
          id -> intervals(id, dataset.name(), models, tied));
      List<String> withFolds =
          models.stream().filter(model -> folds(model, dataset.name()).size() > 1).toList();
      if (!withFolds.isEmpty()) {
        page.chart(
            "Accuracy in each fold: "
                + BoxPlot.reading(
                    withFolds.stream()
                        .mapToInt(model -> folds(model, dataset.name()).size())
                        .max()
                        .orElse(0)),
            id -> boxes(id, dataset.name(), withFolds));
      }
      page.endCharts();
    }
    page.table(leaderboardTable(dataset.name(), models, tied));
    tied.refused()
        .forEach(
            (model, reason) -> page.paragraph("%s is not compared: %s.".formatted(model, reason)));
  }

  /** Returns the models that have a score, the best first; equal ones in the comparison's order. */
  private List<String> byScore(String dataset) {
    return comparison.modelNames().stream()
        .filter(model -> !Double.isNaN(comparison.score(model, dataset, METRIC)))
        .sorted(
            Comparator.comparingDouble((String model) -> -comparison.score(model, dataset, METRIC)))
        .toList();
  }

  private Optional<Interval> interval(String model, String dataset) {
    return comparison.report(model, dataset).flatMap(report -> report.interval(METRIC));
  }

  private List<Double> folds(String model, String dataset) {
    return comparison
        .report(model, dataset)
        .map(
            report ->
                report.folds().stream()
                    .map(fold -> fold.metrics().accuracy())
                    .filter(value -> !value.isNaN())
                    .toList())
        .orElse(List.of());
  }

  private String intervals(String id, String dataset, List<String> models, TiedWithBest tied) {
    IntervalPlot plot = new IntervalPlot(id, "accuracy");
    for (String model : models) {
      double score = comparison.score(model, dataset, METRIC);
      Interval interval =
          interval(model, dataset).orElseGet(() -> new Interval(score, score, 0.95));
      plot.add(model, interval.low(), score, interval.high(), tied.tied().contains(model));
    }
    return plot.svg(
        "Accuracy on %s of %s with intervals; the best is %s with %s."
            .formatted(
                dataset,
                Phrases.count(models.size(), "model"),
                models.get(0),
                Phrases.percent(comparison.score(models.get(0), dataset, METRIC))),
        0,
        1);
  }

  private String boxes(String id, String dataset, List<String> models) {
    BoxPlot plot = new BoxPlot(id, "accuracy of a fold");
    models.forEach(model -> plot.add(model, folds(model, dataset)));
    return plot.svg(
        "Boxes of the accuracy over folds on %s, for %s."
            .formatted(dataset, Phrases.count(models.size(), "model")),
        0,
        1);
  }

  private DataTable leaderboardTable(String dataset, List<String> models, TiedWithBest tied) {
    DataTable table =
        new DataTable("Leaderboard of " + dataset)
            .text("model")
            .numbers("accuracy", "95 % interval", "macro F1", "points behind", "p (Holm)")
            .text("standing");
    for (String model : models) {
      double score = comparison.score(model, dataset, METRIC);
      Optional<Rival> rival = tied.rival(model);
      boolean best = tied.best().filter(model::equals).isPresent();
      table.row(
          Cell.text(model),
          Cell.number(score, Phrases.percent(score)),
          interval(model, dataset)
              .map(i -> Cell.number(i.low(), Phrases.percentRange(i)))
              .orElseGet(() -> Cell.number(Double.NaN, "n/a")),
          Cell.figure(comparison.score(model, dataset, Metric.MACRO_F1)),
          rival
              .map(r -> Cell.number(r.difference(), Decimals.fixed(100 * r.difference(), 1)))
              .orElseGet(Cell::empty),
          rival.map(r -> Cell.number(r.adjustedPValue(), 4)).orElseGet(Cell::empty),
          standing(best, rival.filter(Rival::isTied).isPresent()));
    }
    return table;
  }

  private static Cell standing(boolean best, boolean tied) {
    if (!best && !tied) {
      return Cell.empty();
    }
    return Cell.markup(
        new Html().raw("<span class=\"tag\">" + (best ? "best" : "tied with best") + "</span>"));
  }

  private void copies() {
    DataTable table =
        new DataTable("Accuracy with groups kept together and divided")
            .text("model", "data set")
            .numbers("groups", "images in them", "together", "divided", "points of gap");
    for (String dataset : comparison.datasetNames()) {
      for (String model : comparison.modelNames()) {
        Optional<CopiesGap> gap = comparison.report(model, dataset).flatMap(MetricsReport::copies);
        if (gap.isPresent()) {
          CopiesGap found = gap.get();
          table.row(
              Cell.text(model),
              Cell.text(dataset),
              Cell.number(found.groups(), 0),
              Cell.number(found.images(), 0),
              Cell.number(found.accuracyTogether(), Phrases.percent(found.accuracyTogether())),
              Cell.number(found.accuracyDivided(), Phrases.percent(found.accuracyDivided())),
              Cell.number(found.accuracyGap(), Decimals.fixed(100 * found.accuracyGap(), 1)));
        }
      }
    }
    if (table.rowCount() > 0) {
      page.begin("copies", "What groups and copies do");
      page.paragraph(
          "All other figures keep images together that belong together: groups of the data set, and"
              + " copies. Divided among training and testing, they would give these.");
      page.table(table);
      page.end();
    }
  }

  private void audits() {
    DataTable table =
        new DataTable("What the audit found").text("model", "data set", "finding", "details");
    for (String dataset : comparison.datasetNames()) {
      for (AuditFinding finding : comparison.audit(dataset)) {
        table.row(
            Cell.text(finding.model()),
            Cell.text(dataset),
            finding.flagged()
                ? Cell.markup(new Html().raw("<span class=\"bad\">rank depends on the head</span>"))
                : Cell.text("steady"),
            Cell.text(finding.text()));
      }
    }
    if (table.rowCount() > 0) {
      page.begin("audit", "Audit");
      page.paragraph(
          "Whether a model's place hangs on the learning rate or the scaling of the features, which"
              + " have nothing to do with the model.");
      page.table(table);
      page.end();
    }
  }

  private void failures() {
    DataTable table =
        new DataTable("Models and data sets without a report").text("model", "data set", "reason");
    for (String model : comparison.modelNames()) {
      for (String dataset : comparison.datasetNames()) {
        if (comparison.report(model, dataset).isEmpty()) {
          table.row(
              Cell.text(model),
              Cell.text(dataset),
              Cell.text(comparison.failure(model, dataset).orElse("not run")));
        }
      }
    }
    if (table.rowCount() > 0) {
      page.begin("failures", "What failed");
      page.paragraph(
          "%s of %s without a report; analyses that need every model on every data set leave them out."
              .formatted(
                  Phrases.number(table.rowCount()),
                  Phrases.count(comparison.cellCount(), "pair") + " of model and data set are"));
      page.table(table);
      page.end();
    }
  }
}
