package org.fe4j.metrics.comparison;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fe4j.metrics.FoldSummary;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.comparison.Table.Cell;
import org.fe4j.metrics.comparison.TiedWithBest.Rival;
import org.fe4j.metrics.statistics.Interval;

/** The table of the models on one data set. */
final class Leaderboard {
  private Leaderboard() {}

  static Table of(Comparison comparison, String dataset, TiedWithBest ties) {
    Metric metric = ties.metric();
    double sign = metric.higherIsBetter() ? -1 : 1;
    // NaN comes last, as it does in the order of doubles.
    List<String> models =
        comparison.modelNames().stream()
            .sorted(
                Comparator.comparingDouble(
                    model -> sign * comparison.score(model, dataset, metric)))
            .toList();
    Table.Builder table =
        Table.builder()
            .text("model")
            .numbers(metric.label(), "low", "high", "mean", "sd", "behind", "p")
            .text("");
    for (String model : models) {
      Optional<MetricsReport> report = comparison.report(model, dataset);
      if (report.isPresent()) {
        table.row(row(model, report.get(), metric, ties));
      } else {
        Cell none = Cell.empty();
        boolean failed = comparison.failure(model, dataset).isPresent();
        Cell state = Cell.of(failed ? "failed" : "not run");
        table.row(List.of(Cell.of(model), none, none, none, none, none, none, none, state));
      }
    }
    return table.build();
  }

  private static List<Cell> row(
      String model, MetricsReport report, Metric metric, TiedWithBest ties) {
    Optional<Interval> interval = report.interval(metric);
    FoldSummary folds = report.overFolds(metric);
    Optional<Rival> rival = ties.rival(model);
    return List.of(
        Cell.of(model),
        ComparisonTables.number(report.pooled(metric)),
        ComparisonTables.number(interval.map(Interval::low).orElse(Double.NaN)),
        ComparisonTables.number(interval.map(Interval::high).orElse(Double.NaN)),
        ComparisonTables.number(folds.mean()),
        ComparisonTables.number(folds.standardDeviation()),
        rival.map(one -> ComparisonTables.number(one.difference())).orElse(Cell.empty()),
        rival
            .map(one -> new Cell(Sentences.pValue(one.adjustedPValue()), one.adjustedPValue()))
            .orElse(Cell.empty()),
        Cell.of(state(model, ties)));
  }

  private static String state(String model, TiedWithBest ties) {
    if (ties.best().equals(Optional.of(model))) {
      return "best";
    }
    if (ties.refused().containsKey(model)) {
      return "not compared";
    }
    return ties.isTied(model) ? "tied" : "";
  }
}
