package org.fe4j.report;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.fe4j.metrics.comparison.ClassStrengths;
import org.fe4j.metrics.comparison.ClassStrengths.Strength;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.Groups;
import org.fe4j.metrics.comparison.Groups.Grouping;
import org.fe4j.metrics.comparison.Groups.Spread;
import org.fe4j.metrics.comparison.Trend;

/** Kinds of models, properties of data sets, and classes. */
final class GroupSections {
  private static final int CLASSES_SHOWN = 30;

  /** A line of a legend for each; more are told apart by nobody. */
  private static final int MODELS_SHOWN = 12;

  private final Page page;
  private final Comparison comparison;

  GroupSections(Page page, Comparison comparison) {
    this.page = page;
    this.comparison = comparison;
  }

  void append() {
    groups();
    trends();
    strengths();
  }

  private void groups() {
    page.begin("groups", "Kinds of models");
    page.paragraph(
        "How groups of models differ, and how far models of one group do. What a model is made of"
            + " and what it was trained on are two things: a difference in one may come from the"
            + " other.");
    List<Groups> all =
        List.of(
            Groups.of(comparison, ComparisonPage.METRIC, Grouping.KIND),
            Groups.of(comparison, ComparisonPage.METRIC, Grouping.PRETRAINING));
    page.beginCharts();
    for (Groups groups : all) {
      if (!groups.overall().isEmpty()) {
        page.chart(
            "By %s: the mean accuracy of the models (ring), from the worst to the best model (bar), over all data sets."
                .formatted(groups.grouping().label()),
            id -> chart(id, groups));
      }
    }
    page.endCharts();
    for (Groups groups : all) {
      page.heading("By " + groups.grouping().label());
      page.table(table(groups));
    }
    RankSections.notes(page, all.get(0).leftOut());
    page.end();
  }

  private static String chart(String id, Groups groups) {
    IntervalPlot plot = new IntervalPlot(id, "mean accuracy of a model");
    for (Spread spread : groups.overall()) {
      plot.add(
          "%s (%s)".formatted(spread.group(), Phrases.count(spread.models().size(), "model")),
          spread.min(),
          spread.mean(),
          spread.max(),
          false);
    }
    return plot.svg(
        "Accuracy by %s, from the worst to the best model: %s."
            .formatted(
                groups.grouping().label(),
                groups.overall().stream()
                    .map(s -> s.group() + " " + Phrases.percent(s.mean()) + " on average")
                    .collect(Collectors.joining(", "))),
        0,
        1);
  }

  private static DataTable table(Groups groups) {
    DataTable table =
        new DataTable("Accuracy by " + groups.grouping().label())
            .text(groups.grouping().label(), "data set")
            .numbers("models", "mean", "sd", "worst", "best");
    for (Spread spread : groups.spreads()) {
      table.row(
          Cell.text(spread.group()),
          Cell.text(spread.dataset().orElse("mean over all")),
          Cell.count(spread.models().size()),
          Cell.number(spread.mean(), Phrases.percent(spread.mean())),
          Cell.figure(spread.standardDeviation()),
          Cell.number(spread.min(), Phrases.percent(spread.min())),
          Cell.number(spread.max(), Phrases.percent(spread.max())));
    }
    return table;
  }

  private void trends() {
    page.begin("trends", "What the data set does");
    List<Trend> trends =
        List.of(
            Trend.overClassCount(comparison, ComparisonPage.METRIC),
            Trend.overUpscaling(comparison, ComparisonPage.METRIC));
    trends.forEach(trend -> page.paragraph(trend.sentence()));
    page.beginCharts();
    for (Trend trend : trends) {
      if (trend.points().stream().mapToDouble(Trend.Point::x).distinct().count() > 1) {
        page.chart(
            "Accuracy against the %s; a point for each model and data set."
                .formatted(trend.label()),
            id -> chart(id, trend));
      }
    }
    page.endCharts();
    page.end();
  }

  private String chart(String id, Trend trend) {
    List<Double> xs = trend.points().stream().map(Trend.Point::x).toList();
    double max = xs.stream().mapToDouble(x -> x).max().orElse(1);
    double min = xs.stream().mapToDouble(x -> x).min().orElse(1);
    Axis x =
        max > 10 * min
            ? Axis.logarithmicAround(trend.label(), xs)
            : Axis.linear(trend.label(), 0, max * 1.05);
    XyPlot plot =
        new XyPlot(
            id,
            300,
            x,
            Axis.around(
                "accuracy", trend.points().stream().map(Trend.Point::score).toList(), 0, 1));
    ImmutableList<String> models = comparison.modelNames();
    boolean apart = models.size() <= MODELS_SHOWN;
    for (int i = 0; i < models.size(); i++) {
      String model = models.get(i);
      List<Trend.Point> points =
          trend.points().stream().filter(point -> point.model().equals(model)).toList();
      if (!points.isEmpty()) {
        plot.add(
            apart ? model : "",
            apart ? Ink.series(i) : Ink.SERIES_1,
            XyPlot.Style.POINTS,
            apart ? i + i / 6 : 0,
            points.stream().map(Trend.Point::x).toList(),
            points.stream().map(Trend.Point::score).toList());
      }
    }
    return plot.svg(
        "Accuracy against the %s, %s. %s"
            .formatted(
                trend.label(), Phrases.count(trend.points().size(), "point"), trend.sentence()));
  }

  private void strengths() {
    page.begin("strengths", "Strengths per class");
    page.paragraph(
        "The model with the best F1 of each class, and how far it is ahead of the next one. On few"
            + " images of a class, a lead is soon chance.");
    for (String dataset : comparison.datasetNames()) {
      ClassStrengths strengths = ClassStrengths.of(comparison, dataset);
      if (strengths.classes().isEmpty()) {
        continue;
      }
      page.heading(dataset);
      List<Strength> shown =
          strengths.classes().stream()
              .sorted(
                  Comparator.comparingDouble(
                      (Strength s) -> Double.isNaN(s.margin()) ? 0 : -s.margin()))
              .limit(CLASSES_SHOWN)
              .toList();
      page.showing(
          shown.size(),
          strengths.classes().size(),
          "classes, those with the largest lead",
          "results.json has all.");
      DataTable table =
          new DataTable("The best model of each class of " + dataset)
              .text("class", "best model")
              .numbers("F1", "ahead by", "images");
      for (Strength strength : shown) {
        table.row(
            Cell.text(strength.name()),
            Cell.text(
                strength.best().size() <= 2
                    ? String.join(", ", strength.best())
                    : "%d models alike".formatted(strength.best().size())),
            Cell.figure(strength.f1()),
            Cell.figure(strength.margin()),
            Cell.count(strength.support()));
      }
      page.table(table);
    }
    page.end();
  }
}
