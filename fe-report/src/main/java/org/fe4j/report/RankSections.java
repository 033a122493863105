package org.fe4j.report;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.List;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.Ranking;

/** Mean ranks over the data sets, and what tests say of them. */
final class RankSections {
  private final Page page;
  private final Ranking ranking;

  RankSections(Page page, Comparison comparison) {
    this.page = page;
    this.ranking = Ranking.of(comparison, ComparisonPage.METRIC);
  }

  void append() {
    page.begin("ranks", "Ranks over the data sets");
    page.paragraph(ranking.friedmanSentence());
    page.paragraph(ranking.nemenyiSentence());
    page.paragraph(ranking.wilcoxonSentence());
    notes(page, ranking.leftOut());
    ImmutableList<String> models = ranking.models();
    if (models.isEmpty()) {
      page.end();
      return;
    }
    if (ranking.criticalDifference().isPresent()) {
      List<Double> ranks = models.stream().map(ranking::meanRank).toList();
      List<ImmutableIntArray> cliques =
          ranking.cliques().stream()
              .map(clique -> ImmutableIntArray.copyOf(clique.stream().mapToInt(models::indexOf)))
              .toList();
      double difference = ranking.criticalDifference().getAsDouble();
      page.chart(
          "Critical-difference diagram: mean ranks, 1 is the best. A thick bar joins models that"
              + " do not differ significantly (Nemenyi, level 0.05).",
          id ->
              new RankDiagram(id, models, ranks, difference, cliques)
                  .svg(
                      "Critical-difference diagram of %d models: %s has the best mean rank, %s; the critical difference is %s."
                          .formatted(
                              models.size(),
                              models.get(0),
                              Phrases.figure(ranks.get(0)),
                              Phrases.figure(difference))));
    } else {
      page.body()
          .element(
              "p class=\"note\"",
              "There is no critical-difference diagram, for the reason that Nemenyi's test is"
                  + " refused.");
    }
    page.table(table(models));
    if (models.size() > 1) {
      page.details("Wins, ties and losses of each pair", () -> page.table(records(models)));
    }
    page.end();
  }

  private DataTable table(ImmutableList<String> models) {
    DataTable table =
        new DataTable("Ranks of each model").text("model").numbers("mean rank", "mean accuracy");
    ranking.datasets().forEach(dataset -> table.numbers("rank on " + dataset));
    for (String model : models) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.text(model));
      cells.add(Cell.number(ranking.meanRank(model), 2));
      cells.add(Cell.number(ranking.meanScore(model), Phrases.percent(ranking.meanScore(model))));
      for (String dataset : ranking.datasets()) {
        double rank = ranking.rank(model, dataset);
        cells.add(Cell.number(rank, SvgWriter.number(rank)));
      }
      table.row(cells);
    }
    return table;
  }

  private DataTable records(ImmutableList<String> models) {
    DataTable table =
        new DataTable("Wins, ties and losses of the row's model against the column's")
            .text("model");
    models.forEach(table::text);
    for (String model : models) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.text(model));
      for (String other : models) {
        if (model.equals(other)) {
          cells.add(Cell.empty());
        } else {
          Ranking.Duel duel = ranking.duel(model, other);
          cells.add(Cell.text("%d / %d / %d".formatted(duel.wins(), duel.ties(), duel.losses())));
        }
      }
      table.row(cells);
    }
    return table.unsorted();
  }

  /** Appends what an analysis left out. */
  static void notes(Page page, List<String> notes) {
    if (!notes.isEmpty()) {
      page.body().raw("<ul class=\"note\">\n");
      notes.forEach(note -> page.body().element("li", note));
      page.body().raw("</ul>\n");
    }
  }
}
