package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fe4j.metrics.FoldSummary;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.comparison.Table.Cell;
import org.fe4j.metrics.statistics.Interval;

/** The tables of a comparison, which every renderer shows. */
public final class ComparisonTables {
  private static final int DIGITS = 4;

  private ComparisonTables() {}

  /**
   * Returns a row for each model, data set and metric: {@code pooled}, {@code mean} and {@code sd}
   * over the folds, {@code low} and {@code high} of the 95 % interval of the pooled figure, and
   * {@code status}: {@code ok}, {@code not run}, or {@code failed:} and the reason.
   */
  public static Table longTable(Comparison comparison, List<Metric> metrics) {
    Table.Builder table =
        Table.builder()
            .text("model", "data set", "metric")
            .numbers("pooled", "mean", "sd", "low", "high")
            .text("status");
    for (String dataset : comparison.datasetNames()) {
      for (String model : comparison.modelNames()) {
        for (Metric metric : metrics) {
          List<Cell> cells = new ArrayList<>();
          cells.add(Cell.of(model));
          cells.add(Cell.of(dataset));
          cells.add(Cell.of(metric.key()));
          cells.addAll(figures(comparison.report(model, dataset), metric));
          cells.add(Cell.of(status(comparison, model, dataset)));
          table.row(cells);
        }
      }
    }
    return table.build();
  }

  private static List<Cell> figures(Optional<MetricsReport> report, Metric metric) {
    if (report.isEmpty()) {
      return List.of(Cell.empty(), Cell.empty(), Cell.empty(), Cell.empty(), Cell.empty());
    }
    FoldSummary folds = report.get().overFolds(metric);
    Optional<Interval> interval = report.get().interval(metric);
    return List.of(
        number(report.get().pooled(metric)),
        number(folds.mean()),
        number(folds.standardDeviation()),
        number(interval.map(Interval::low).orElse(Double.NaN)),
        number(interval.map(Interval::high).orElse(Double.NaN)));
  }

  private static String status(Comparison comparison, String model, String dataset) {
    if (comparison.report(model, dataset).isPresent()) {
      return "ok";
    }
    return comparison.failure(model, dataset).map(reason -> "failed: " + reason).orElse("not run");
  }

  /**
   * Returns a row for each model: its pooled figure on each data set, their mean, and the mean
   * rank. Mean and rank are over what {@link Ranking} keeps, and empty for what it leaves out.
   */
  public static Table wideTable(Comparison comparison, Metric metric) {
    Ranking ranking = Ranking.of(comparison, metric);
    Table.Builder table =
        Table.builder()
            .text("model")
            .numbers(comparison.datasetNames().toArray(String[]::new))
            .numbers("mean", "mean rank");
    for (String model : comparison.modelNames()) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.of(model));
      for (String dataset : comparison.datasetNames()) {
        cells.add(score(comparison, model, dataset, metric));
      }
      boolean ranked = ranking.models().contains(model);
      cells.add(ranked ? number(ranking.meanScore(model)) : Cell.empty());
      cells.add(ranked ? Cell.of(ranking.meanRank(model), 2) : Cell.empty());
      table.row(cells);
    }
    return table.build();
  }

  private static Cell score(Comparison comparison, String model, String dataset, Metric metric) {
    if (comparison.failure(model, dataset).isPresent()) {
      return Cell.of("failed");
    }
    return comparison.report(model, dataset).isEmpty()
        ? Cell.of("not run")
        : number(comparison.score(model, dataset, metric));
  }

  /**
   * Returns a row for each model on a data set, the best first and those without a score last: the
   * pooled figure with its 95 % interval, mean and sd over folds, by how much the best is better,
   * the corrected p-value of that difference, and {@code best}, {@code tied} or nothing.
   *
   * @throws IllegalArgumentException if there is no such data set
   */
  public static Table leaderboard(Comparison comparison, String dataset, Metric metric) {
    return leaderboard(comparison, TiedWithBest.of(comparison, dataset, metric));
  }

  /**
   * Returns the leaderboard of the data set that was compared, for callers that have the ties.
   *
   * @throws IllegalArgumentException if the ties are over several data sets
   */
  public static Table leaderboard(Comparison comparison, TiedWithBest ties) {
    if (ties.datasets().size() != 1) {
      throw new IllegalArgumentException(
          "A leaderboard is of one data set, but the ties are over " + ties.datasets());
    }
    return Leaderboard.of(comparison, ties.datasets().get(0), ties);
  }

  /** Returns a row for each ranked model, the best first: its mean rank, and each rank. */
  public static Table ranks(Ranking ranking) {
    Table.Builder table =
        Table.builder()
            .text("model")
            .numbers("mean rank")
            .numbers(ranking.datasets().toArray(String[]::new));
    for (String model : ranking.models()) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.of(model));
      cells.add(Cell.of(ranking.meanRank(model), 2));
      ranking.datasets().forEach(dataset -> cells.add(rank(ranking.rank(model, dataset))));
      table.row(cells);
    }
    return table.build();
  }

  private static Cell rank(double rank) {
    return Cell.of(rank, rank == Math.rint(rank) ? 0 : 1);
  }

  /** Returns wins, ties and losses of the model of each row against that of each column. */
  public static Table duels(Ranking ranking) {
    Table.Builder table =
        Table.builder()
            .text("wins/ties/losses against")
            .text(ranking.models().toArray(String[]::new));
    for (String model : ranking.models()) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.of(model));
      for (String other : ranking.models()) {
        if (model.equals(other)) {
          cells.add(Cell.empty());
        } else {
          Ranking.Duel duel = ranking.duel(model, other);
          cells.add(Cell.of("%d/%d/%d".formatted(duel.wins(), duel.ties(), duel.losses())));
        }
      }
      table.row(cells);
    }
    return table.build();
  }

  /** Returns the matrix, in the order of the clusters. */
  public static Table similarity(Similarity similarity) {
    ImmutableList<String> names = similarity.clusteredNames();
    Table.Builder table = Table.builder().text("").numbers(names.toArray(String[]::new));
    for (String row : names) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.of(row));
      names.forEach(column -> cells.add(Cell.of(similarity.matrix().get(row, column), 3)));
      table.row(cells);
    }
    return table.build();
  }

  /** Returns a row for each group and data set, those over all data sets last. */
  public static Table groups(Groups groups) {
    Table.Builder table =
        Table.builder()
            .text(groups.grouping().label(), "data set")
            .numbers("models", "mean", "sd", "min", "max");
    for (Groups.Spread spread : groups.spreads()) {
      table.row(
          List.of(
              Cell.of(spread.group()),
              Cell.of(spread.dataset().orElse("all")),
              Cell.of(spread.models().size(), 0),
              number(spread.mean()),
              number(spread.standardDeviation()),
              number(spread.min()),
              number(spread.max())));
    }
    return table.build();
  }

  /** Returns a row for each class of a data set. */
  public static Table strengths(ClassStrengths strengths) {
    Table.Builder table =
        Table.builder().text("class").numbers("support").text("best").numbers("F1", "margin");
    for (ClassStrengths.Strength strength : strengths.classes()) {
      table.row(
          List.of(
              Cell.of(strength.name()),
              Cell.of(strength.support(), 0),
              Cell.of(String.join(", ", strength.best())),
              number(strength.f1()),
              number(strength.margin())));
    }
    return table.build();
  }

  /** Returns a row for each model of known cost, the cheapest first. */
  public static Table pareto(ParetoFront front) {
    Table.Builder table =
        Table.builder()
            .text("model")
            .numbers(front.cost().label(), front.metric().label())
            .text("on front");
    for (ParetoFront.Point point : front.points()) {
      table.row(
          List.of(
              Cell.of(point.model()),
              Cell.of(point.cost(), front.cost().digits()),
              number(point.score()),
              Cell.of(point.isOnFront() ? "yes" : "")));
    }
    return table.build();
  }

  /** Returns a row for each model with what it is and what it costs; unknown facts are empty. */
  public static Table models(Comparison comparison) {
    Table.Builder table =
        Table.builder()
            .text("model", "kind", "pre-training")
            .numbers(
                "parameters",
                "giga multiply-adds",
                "feature dimension",
                "input pixels",
                "ms per image",
                "images per second",
                "peak memory MiB")
            .text("licence", "commercial use");
    for (ModelFacts facts : comparison.models()) {
      table.row(
          List.of(
              Cell.of(facts.name()),
              Cell.of(facts.kind().map(ModelKind::label).orElse("")),
              Cell.of(facts.pretraining().orElse("")),
              fact(Cost.PARAMETERS.of(facts), 0),
              fact(facts.gigaMultiplyAdds(), 2),
              fact(Cost.FEATURE_DIMENSION.of(facts), 0),
              fact(facts.inputPixels().stream().asDoubleStream().findFirst(), 0),
              fact(facts.millisecondsPerImage(), 2),
              fact(facts.imagesPerSecond(), 1),
              mebibytes(Cost.PEAK_MEMORY.of(facts)),
              Cell.of(facts.licence().orElse("")),
              Cell.of(facts.commercialUse().label())));
    }
    return table.build();
  }

  private static Cell mebibytes(OptionalDouble bytes) {
    return bytes.isEmpty() ? Cell.empty() : Cell.of(bytes.getAsDouble() / (1024 * 1024), 1);
  }

  private static Cell fact(OptionalDouble value, int digits) {
    return value.isEmpty() ? Cell.empty() : Cell.of(value.getAsDouble(), digits);
  }

  /** Returns a row for each model and data set without a report, and why. */
  public static Table failures(Comparison comparison) {
    Table.Builder table = Table.builder().text("model", "data set", "reason");
    for (String dataset : comparison.datasetNames()) {
      for (String model : comparison.modelNames()) {
        if (comparison.report(model, dataset).isEmpty()) {
          table.row(
              List.of(
                  Cell.of(model),
                  Cell.of(dataset),
                  Cell.of(comparison.failure(model, dataset).orElse("not run"))));
        }
      }
    }
    return table.build();
  }

  /**
   * Returns what groups and copies would have pretended, a row for each model and data set where it
   * was measured: accuracy with groups kept together and divided, and the difference.
   */
  public static Table copies(Comparison comparison) {
    Table.Builder table =
        Table.builder()
            .text("data set", "model")
            .numbers("groups", "images", "together", "divided", "gap");
    for (String dataset : comparison.datasetNames()) {
      for (String model : comparison.modelNames()) {
        comparison
            .report(model, dataset)
            .flatMap(MetricsReport::copies)
            .ifPresent(
                gap ->
                    table.row(
                        List.of(
                            Cell.of(dataset),
                            Cell.of(model),
                            Cell.of(gap.groups(), 0),
                            Cell.of(gap.images(), 0),
                            number(gap.accuracyTogether()),
                            number(gap.accuracyDivided()),
                            number(gap.accuracyGap()))));
      }
    }
    return table.build();
  }

  /** Returns what audits found, a row for each model and data set. */
  public static Table audits(Comparison comparison) {
    Table.Builder table = Table.builder().text("data set", "model", "flagged", "finding");
    for (String dataset : comparison.datasetNames()) {
      for (AuditFinding finding : comparison.audit(dataset)) {
        table.row(
            List.of(
                Cell.of(dataset),
                Cell.of(finding.model()),
                Cell.of(finding.flagged() ? "yes" : "no"),
                Cell.of(finding.text())));
      }
    }
    return table.build();
  }

  static Cell number(double value) {
    return Cell.of(value, DIGITS);
  }
}
