package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Map;
import org.fe4j.metrics.Columns;
import org.fe4j.metrics.Metric;

/**
 * A comparison as plain text for a terminal. Apart from names and values it is ASCII, since a JVM
 * in the C locale prints anything else as question marks.
 */
final class ComparisonText {
  private static final int PAGE_WIDTH = 100;
  private static final int SHOWN = 20;
  private static final Metric METRIC = Metric.ACCURACY;

  private final Comparison comparison;
  private final StringBuilder out = new StringBuilder();

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
    text.facts("Protocol", comparison.protocol());
    text.facts("Provenance", comparison.provenance());
    return text.out.toString();
  }

  private void recommendation() {
    heading(
        "Comparison of %s on %s by %s"
            .formatted(
                Sentences.count(comparison.models().size(), "model"),
                Sentences.count(comparison.datasets().size(), "data set"),
                METRIC.label()));
    Recommendation recommendation = Recommendation.of(comparison, METRIC, Limits.none());
    wrapped("", recommendation.sentence());
    recommendation.notes().forEach(note -> wrapped("", note));
  }

  private void ranks() {
    Ranking ranking = Ranking.of(comparison, METRIC);
    if (ranking.models().size() < 2) {
      return;
    }
    heading("Ranks: 1 is the best");
    out.append(TextTable.of(ComparisonTables.ranks(ranking), PAGE_WIDTH)).append('\n');
    wrapped("", ranking.friedmanSentence());
    wrapped("", ranking.nemenyiSentence());
    ranking.cliques().forEach(clique -> wrapped("  no difference: ", Sentences.span(clique)));
    wrapped("", ranking.wilcoxonSentence());
  }

  private void leaderboard(DatasetFacts dataset) {
    heading(
        "%s: %s of %s"
            .formatted(
                Columns.shorten(dataset.name(), 60),
                Sentences.count(dataset.images(), "image"),
                Sentences.count(dataset.classCount(), "class", "classes")));
    TiedWithBest ties = TiedWithBest.of(comparison, dataset.name(), METRIC);
    out.append(TextTable.of(ComparisonTables.leaderboard(comparison, ties), PAGE_WIDTH));
    out.append('\n');
    wrapped("", ties.sentence());
    ties.refused().forEach((model, reason) -> wrapped("  not compared: ", model + ": " + reason));
  }

  private void failures() {
    Table failures = ComparisonTables.failures(comparison);
    if (failures.rows().isEmpty()) {
      return;
    }
    heading("No result: %d of %d".formatted(failures.rows().size(), comparison.cellCount()));
    for (List<String> row : failures.texts()) {
      wrapped("%s on %s: ".formatted(row.get(0), row.get(1)), row.get(2));
    }
  }

  private void copies() {
    Table copies = ComparisonTables.copies(comparison);
    if (copies.rows().isEmpty()) {
      return;
    }
    heading("Groups and copies: accuracy where they are kept together, and were they divided");
    out.append(TextTable.of(copies, PAGE_WIDTH));
  }

  private void audits() {
    ImmutableList<ImmutableList<String>> audited = ComparisonTables.audits(comparison).texts();
    List<ImmutableList<String>> flagged =
        audited.stream().filter(row -> row.get(2).equals("yes")).toList();
    if (audited.isEmpty()) {
      return;
    }
    if (flagged.isEmpty()) {
      heading("Audit");
      wrapped("", "No model's place hangs on how the head was trained.");
      return;
    }
    heading("Flagged by the audit: the place hangs on how the head was trained");
    flagged.stream()
        .limit(SHOWN)
        .forEach(row -> wrapped("%s on %s: ".formatted(row.get(1), row.get(0)), row.get(3)));
    if (flagged.size() > SHOWN) {
      out.append("... and ").append(flagged.size() - SHOWN).append(" more\n");
    }
  }

  private void facts(String heading, Map<String, String> facts) {
    if (facts.isEmpty()) {
      return;
    }
    heading(heading);
    int width = facts.keySet().stream().mapToInt(Columns::width).max().orElse(0);
    for (Map.Entry<String, String> entry : facts.entrySet()) {
      wrapped(
          Columns.left(entry.getKey(), Math.min(width, Columns.WIDEST_LABEL)) + "  ",
          entry.getValue());
    }
  }

  private void wrapped(String label, String text) {
    out.append(Columns.wrapped(label, text, PAGE_WIDTH)).append('\n');
  }

  private void heading(String heading) {
    if (!out.isEmpty()) {
      out.append('\n');
    }
    String line = Columns.shorten(heading, PAGE_WIDTH);
    out.append(line).append('\n').append("-".repeat(Columns.width(line))).append('\n');
  }
}
