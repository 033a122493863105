package org.fe4j.metrics.report;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.comparison.ClassStrengths;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.ComparisonTables;
import org.fe4j.metrics.comparison.Cost;
import org.fe4j.metrics.comparison.DatasetFacts;
import org.fe4j.metrics.comparison.Groups;
import org.fe4j.metrics.comparison.Limits;
import org.fe4j.metrics.comparison.ParetoFront;
import org.fe4j.metrics.comparison.Ranking;
import org.fe4j.metrics.comparison.Recommendation;
import org.fe4j.metrics.comparison.Similarity;
import org.fe4j.metrics.comparison.Table;
import org.fe4j.metrics.comparison.TiedWithBest;
import org.fe4j.metrics.comparison.Trend;
import org.fe4j.metrics.statistics.Correlation;

/**
 * A comparison as Markdown with the tables of GitHub, by accuracy: recommendation, scores, ranks
 * and their tests, the models on each data set, groups, what scores hang on, likeness of models,
 * costs, classes, failures, audits, protocol, provenance.
 */
public final class ComparisonMarkdown {
  private static final Metric METRIC = Metric.ACCURACY;

  /** Metrics that ask for different things. */
  private static final ImmutableList<Metric> BETWEEN =
      ImmutableList.of(
          Metric.ACCURACY,
          Metric.MACRO_F1,
          Metric.WEIGHTED_F1,
          Metric.BALANCED_ACCURACY,
          Metric.MATTHEWS_CORRELATION,
          Metric.LOG_LOSS,
          Metric.CALIBRATION_ERROR);

  /** Longer tables are not read. */
  private static final int MOST_CLASSES = 50;

  private final Comparison comparison;
  private final StringBuilder out = new StringBuilder();

  private ComparisonMarkdown(Comparison comparison) {
    this.comparison = comparison;
  }

  /** Returns the comparison as Markdown. */
  public static String of(Comparison comparison) {
    ComparisonMarkdown markdown = new ComparisonMarkdown(comparison);
    markdown.brief();
    markdown.ranks();
    comparison.datasets().forEach(markdown::leaderboard);
    markdown.groups();
    markdown.trends();
    markdown.similarities();
    markdown.costs();
    comparison.datasetNames().forEach(markdown::strengths);
    markdown.tableUnless("Failed or not run", ComparisonTables.failures(comparison));
    markdown.tableUnless(
        "Groups and copies: accuracy with them together and divided",
        ComparisonTables.copies(comparison));
    markdown.tableUnless("Audit", ComparisonTables.audits(comparison));
    markdown.facts("Protocol", comparison.protocol());
    markdown.facts("Provenance", comparison.fullProvenance());
    return markdown.out.toString();
  }

  /**
   * Appends the comparison.
   *
   * @throws IOException if {@code to} does
   */
  public static void write(Comparison comparison, Appendable to) throws IOException {
    to.append(of(comparison));
  }

  private void brief() {
    out.append("# Comparison\n\n");
    Recommendation recommendation = Recommendation.of(comparison, METRIC, Limits.none());
    sentence(recommendation.sentence());
    recommendation.notes().forEach(this::sentence);
    heading("Scores: pooled " + METRIC.label());
    table(ComparisonTables.wideTable(comparison, METRIC));
  }

  private void ranks() {
    Ranking ranking = Ranking.of(comparison, METRIC);
    if (ranking.models().size() < 2) {
      return;
    }
    heading("Ranks: 1 is the best");
    table(ComparisonTables.ranks(ranking));
    out.append('\n');
    sentence(ranking.friedmanSentence());
    sentence(ranking.nemenyiSentence());
    ranking.cliques().forEach(clique -> sentence("No difference: " + String.join(", ", clique)));
    sentence(ranking.wilcoxonSentence());
    table(ComparisonTables.duels(ranking));
  }

  private void leaderboard(DatasetFacts dataset) {
    heading(
        "%s: %d images, %d classes"
            .formatted(dataset.name(), dataset.images(), dataset.classCount()));
    TiedWithBest ties = TiedWithBest.of(comparison, dataset.name(), METRIC);
    table(ComparisonTables.leaderboard(comparison, ties));
    out.append('\n');
    sentence(ties.sentence());
    ties.refused().forEach((model, reason) -> sentence(model + ": " + reason));
    trim();
  }

  private void groups() {
    for (Groups.Grouping grouping : Groups.Grouping.values()) {
      Groups groups = Groups.of(comparison, METRIC, grouping);
      if (groups.overall().size() > 1) {
        heading("Models by " + grouping.label());
        table(ComparisonTables.groups(groups));
      }
    }
  }

  private void trends() {
    heading("Class count and image size");
    sentence(Trend.overClassCount(comparison, METRIC).sentence());
    sentence(Trend.overUpscaling(comparison, METRIC).sentence());
    trim();
  }

  private void similarities() {
    List<Similarity> all = new ArrayList<>();
    all.add(Similarity.overClasses(comparison, Correlation.PEARSON));
    all.add(Similarity.overFolds(comparison, METRIC, Correlation.PEARSON));
    for (String dataset : comparison.datasetNames()) {
      all.add(Similarity.agreement(comparison, dataset));
      Similarity.features(comparison, dataset).ifPresent(all::add);
    }
    all.add(Similarity.betweenDatasets(comparison, METRIC, Correlation.SPEARMAN));
    all.add(Similarity.betweenMetrics(comparison, BETWEEN, Correlation.SPEARMAN));
    for (Similarity similarity : all) {
      if (similarity.matrix().size() > 1) {
        heading(similarity.label());
        table(ComparisonTables.similarity(similarity));
        if (!similarity.notes().isEmpty()) {
          out.append('\n');
          similarity.notes().forEach(this::sentence);
          trim();
        }
      }
    }
  }

  private void costs() {
    heading("Models and their costs");
    table(ComparisonTables.models(comparison));
    for (Cost cost : Cost.values()) {
      ParetoFront front = ParetoFront.of(comparison, METRIC, cost);
      if (!front.points().isEmpty()) {
        out.append('\n');
        sentence(
            "No model is better at less %s than these: %s."
                .formatted(
                    cost.noun(),
                    front.front().stream()
                        .map(ParetoFront.Point::model)
                        .collect(Collectors.joining(", "))));
        trim();
      }
    }
  }

  private void strengths(String dataset) {
    ClassStrengths strengths = ClassStrengths.of(comparison, dataset);
    if (strengths.classes().isEmpty() || comparison.models().size() < 2) {
      return;
    }
    Table all = ComparisonTables.strengths(strengths);
    heading("Best model of each class of " + dataset);
    if (all.rows().size() <= MOST_CLASSES) {
      table(all);
      return;
    }
    sentence(
        "The %d of %d classes with the largest margins."
            .formatted(MOST_CLASSES, all.rows().size()));
    Comparator<ImmutableList<Table.Cell>> byMargin =
        Comparator.comparingDouble(row -> -row.get(row.size() - 1).value());
    table(
        new Table(
            all.columns(),
            all.rows().stream()
                .sorted(byMargin)
                .limit(MOST_CLASSES)
                .collect(ImmutableList.toImmutableList())));
  }

  private void facts(String heading, Map<String, String> facts) {
    if (!facts.isEmpty()) {
      heading(heading);
      out.append("|  |  |\n| :--- | :--- |\n");
      facts.forEach((key, value) -> row(List.of(key, value)));
    }
  }

  private void tableUnless(String heading, Table table) {
    if (!table.rows().isEmpty()) {
      heading(heading);
      table(table);
    }
  }

  private void table(Table table) {
    row(table.columns().stream().map(Table.Column::name).toList());
    out.append(
        table.columns().stream()
            .map(column -> column.isNumeric() ? "---:" : ":---")
            .collect(Collectors.joining(" | ", "| ", " |\n")));
    table.texts().forEach(this::row);
  }

  private void row(List<String> cells) {
    out.append(
        cells.stream()
            .map(MarkdownReport::escaped)
            .collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  private void heading(String text) {
    trim();
    out.append("\n## ").append(MarkdownReport.escaped(text)).append("\n\n");
  }

  private void sentence(String text) {
    out.append(MarkdownReport.escaped(text)).append("\n\n");
  }

  /** Leaves one line feed at the end. */
  private void trim() {
    while (out.length() > 1 && out.charAt(out.length() - 2) == '\n') {
      out.setLength(out.length() - 1);
    }
  }
}
