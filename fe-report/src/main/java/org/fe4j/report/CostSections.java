package org.fe4j.report;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.OptionalDouble;
import org.fe4j.metrics.Decimals;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.Cost;
import org.fe4j.metrics.comparison.ModelFacts;
import org.fe4j.metrics.comparison.ParetoFront;
import org.fe4j.metrics.comparison.ParetoFront.Point;

/** What models cost, and which are worth it. */
final class CostSections {
  /** More names hide each other: then those on the front alone have one. */
  private static final int NAMES = 12;

  private static final ImmutableList<Cost> COSTS = ImmutableList.of(Cost.TIME, Cost.PARAMETERS);

  private final Page page;
  private final Comparison comparison;

  CostSections(Page page, Comparison comparison) {
    this.page = page;
    this.comparison = comparison;
  }

  void append() {
    page.begin("cost", "Quality against cost");
    List<ParetoFront> fronts =
        COSTS.stream()
            .map(cost -> ParetoFront.of(comparison, ComparisonPage.METRIC, cost))
            .toList();
    if (fronts.stream().anyMatch(front -> !front.points().isEmpty())) {
      page.paragraph(
          "A model on the front is worth a look: no other one is at least as good and as cheap, and"
              + " better in one of both. Accuracy is the mean over the data sets.");
      page.beginCharts();
      fronts.stream().filter(front -> !front.points().isEmpty()).forEach(this::chart);
      page.endCharts();
    }
    for (ParetoFront front : fronts) {
      if (!front.unknown().isEmpty()) {
        page.body()
            .element(
                "p class=\"note\"",
                "%s unknown of %s."
                    .formatted(
                        capitalised(front.cost().noun()), String.join(", ", front.unknown())));
      }
    }
    page.heading("Facts about the models");
    page.table(facts());
    page.end();
  }

  private static String capitalised(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + " is";
  }

  private void chart(ParetoFront front) {
    List<Point> on = front.front();
    page.chart(
        "Accuracy against %s, on a logarithmic scale; the line joins the models on the front."
            .formatted(front.cost().label()),
        id -> svg(id, front, on));
  }

  private static String svg(String id, ParetoFront front, List<Point> on) {
    List<Point> points = front.points();
    XyPlot plot =
        new XyPlot(
            id,
            360,
            Axis.logarithmicAround(front.cost().label(), points.stream().map(Point::cost).toList()),
            Axis.around("mean accuracy", points.stream().map(Point::score).toList(), 0, 1));
    List<Point> others = points.stream().filter(point -> !point.isOnFront()).toList();
    plot.add(
        "on the front",
        Ink.SERIES_2,
        XyPlot.Style.LINE_AND_POINTS,
        0,
        on.stream().map(Point::cost).toList(),
        on.stream().map(Point::score).toList());
    if (!others.isEmpty()) {
      plot.add(
          "other models",
          Ink.SERIES_1,
          XyPlot.Style.POINTS,
          1,
          others.stream().map(Point::cost).toList(),
          others.stream().map(Point::score).toList());
    }
    points.stream()
        .filter(point -> point.isOnFront() || points.size() <= NAMES)
        .forEach(point -> plot.name(point.model(), point.cost(), point.score()));
    return plot.svg(
        "Accuracy against %s of %s; on the front, the cheapest first: %s."
            .formatted(
                front.cost().label(),
                Phrases.count(points.size(), "model"),
                String.join(", ", on.stream().map(Point::model).toList())));
  }

  private DataTable facts() {
    DataTable table =
        new DataTable("Facts about each model")
            .text("model", "kind", "pre-training")
            .numbers(
                "million parameters",
                "giga multiply-adds",
                "feature dimension",
                "input pixels",
                "images/s",
                "ms per image",
                "peak memory, MiB")
            .text("licence", "commercial use");
    for (ModelFacts model : comparison.models()) {
      table.row(
          Cell.text(model.name()),
          Cell.text(model.kind().map(kind -> kind.label()).orElse("unknown")),
          Cell.text(model.pretraining().orElse("unknown")),
          number(model.parameters().stream().mapToDouble(p -> p / 1e6).findFirst(), 1),
          number(model.gigaMultiplyAdds(), 2),
          number(model.featureDimension().stream().asDoubleStream().findFirst(), 0),
          number(model.inputPixels().stream().asDoubleStream().findFirst(), 0),
          number(model.imagesPerSecond(), 1),
          number(model.millisecondsPerImage(), 1),
          number(model.peakMemoryBytes().stream().mapToDouble(b -> b / 1048576.0).findFirst(), 0),
          Cell.text(model.licence().orElse("unknown")),
          Cell.text(model.commercialUse().label()));
    }
    return table;
  }

  private static Cell number(OptionalDouble value, int digits) {
    return value.isPresent()
        ? Cell.number(value.getAsDouble(), Decimals.fixed(value.getAsDouble(), digits))
        : Cell.number(Double.NaN, "unknown");
  }
}
