package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.fe4j.metrics.Columns;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.TextPage;

/**
 * A comparison as plain text for a terminal. Apart from names and values it is ASCII, since a JVM
 * in the C locale prints anything else as question marks.
 */
final class ComparisonText {
  private static final int SHOWN = 20;
  private static final Metric METRIC = Metric.ACCURACY;

  private final Comparison comparison;
  private final TextPage out = new TextPage();

  private ComparisonText(Comparison comparison) {
    this.comparison = comparison;
  }

  static String of(Comparison comparison) {
    ComparisonText text = new ComparisonText(comparison);
    text.recommendation();
    text.ranks();
    comparison.datasets().forEach(text::leaderboard);
    text.failures();
    text.copies();
    text.audits();
    text.out.facts("Protocol", comparison.protocol());
    text.out.facts("Provenance", comparison.provenance());
    return text.out.toString();
  }

  private void recommendation() {
    out.heading(
        "Comparison of %s on %s by %s"
            .formatted(
                Sentences.count(comparison.models().size(), "model"),
                Sentences.count(comparison.datasets().size(), "data set"),
                METRIC.label()));
    Recommendation recommendation = Recommendation.of(comparison, METRIC, Limits.none());
    out.wrapped("", recommendation.sentence());
    recommendation.notes().forEach(note -> out.wrapped("", note));
  }

  private void ranks() {
    Ranking ranking = Ranking.of(comparison, METRIC);
    if (ranking.models().size() < 2) {
      return;
    }
    out.heading("Ranks: 1 is the best");
    out.append(TextTable.of(ComparisonTables.ranks(ranking), TextPage.WIDTH)).append('\n');
    out.wrapped("", ranking.friedmanSentence());
    out.wrapped("", ranking.nemenyiSentence());
    ranking.cliques().forEach(clique -> out.wrapped("  no difference: ", Sentences.span(clique)));
    out.wrapped("", ranking.wilcoxonSentence());
  }

  private void leaderboard(DatasetFacts dataset) {
    out.heading(
        "%s: %s of %s"
            .formatted(
                Columns.shorten(dataset.name(), 60),
                Sentences.count(dataset.images(), "image"),
                Sentences.count(dataset.classCount(), "class", "classes")));
    TiedWithBest ties = TiedWithBest.of(comparison, dataset.name(), METRIC);
    out.append(TextTable.of(ComparisonTables.leaderboard(comparison, ties), TextPage.WIDTH));
    out.append('\n');
    out.wrapped("", ties.sentence());
    ties.refused()
        .forEach((model, reason) -> out.wrapped("  not compared: ", model + ": " + reason));
  }

  private void failures() {
    Table failures = ComparisonTables.failures(comparison);
    if (failures.rows().isEmpty()) {
      return;
    }
    out.heading("No result: %d of %d".formatted(failures.rows().size(), comparison.cellCount()));
    for (List<String> row : failures.texts()) {
      out.wrapped("%s on %s: ".formatted(row.get(0), row.get(1)), row.get(2));
    }
  }

  private void copies() {
    Table copies = ComparisonTables.copies(comparison);
    if (copies.rows().isEmpty()) {
      return;
    }
    out.heading("Groups and copies: accuracy where they are kept together, and were they divided");
    out.append(TextTable.of(copies, TextPage.WIDTH));
  }

  private void audits() {
    ImmutableList<ImmutableList<String>> audited = ComparisonTables.audits(comparison).texts();
    List<ImmutableList<String>> flagged =
        audited.stream().filter(row -> row.get(2).equals("yes")).toList();
    if (audited.isEmpty()) {
      return;
    }
    if (flagged.isEmpty()) {
      out.heading("Audit");
      out.wrapped("", "No model's place hangs on how the head was trained.");
      return;
    }
    out.heading("Flagged by the audit: the place hangs on how the head was trained");
    flagged.stream()
        .limit(SHOWN)
        .forEach(row -> out.wrapped("%s on %s: ".formatted(row.get(1), row.get(0)), row.get(3)));
    if (flagged.size() > SHOWN) {
      out.append("... and ").append(flagged.size() - SHOWN).append(" more\n");
    }
  }
}
