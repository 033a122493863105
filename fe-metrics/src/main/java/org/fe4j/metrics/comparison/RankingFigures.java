package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableTable;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.comparison.Ranking.Duel;
import org.fe4j.metrics.statistics.Ranks;

/** Computes {@link Ranking}. */
record RankingFigures(
    Metric metric,
    CompleteBlock block,
    ImmutableList<String> models,
    ImmutableTable<String, String, Double> ranks,
    ImmutableTable<String, String, Duel> duels,
    RankTests tests) {

  static RankingFigures of(Comparison comparison, Metric metric) {
    CompleteBlock block = CompleteBlock.of(comparison, metric);
    double[][] scores = block.higherIsBetter();
    ImmutableTable.Builder<String, String, Double> ranks = ImmutableTable.builder();
    Map<String, Double> sums = new HashMap<>();
    for (int dataset = 0; dataset < scores.length; dataset++) {
      ImmutableDoubleArray ofDataset = Ranks.average(scores[dataset], true);
      for (int model = 0; model < block.models().size(); model++) {
        double rank = ofDataset.get(model);
        ranks.put(block.models().get(model), block.datasets().get(dataset), rank);
        sums.merge(block.models().get(model), rank, Double::sum);
      }
    }
    ImmutableList<String> ordered =
        block.models().stream()
            .sorted(Comparator.comparingDouble(model -> sums.getOrDefault(model, 0.0)))
            .collect(ImmutableList.toImmutableList());
    return new RankingFigures(
        metric,
        block,
        ordered,
        ranks.buildOrThrow(),
        duels(comparison, metric),
        RankTests.of(ordered, reordered(block, scores, ordered)));
  }

  private static double[][] reordered(
      CompleteBlock block, double[][] scores, ImmutableList<String> models) {
    int[] places = models.stream().mapToInt(block.models()::indexOf).toArray();
    double[][] ordered = new double[scores.length][places.length];
    for (int dataset = 0; dataset < scores.length; dataset++) {
      for (int model = 0; model < places.length; model++) {
        ordered[dataset][model] = scores[dataset][places[model]];
      }
    }
    return ordered;
  }

  private static ImmutableTable<String, String, Duel> duels(Comparison comparison, Metric metric) {
    ImmutableTable.Builder<String, String, Duel> duels = ImmutableTable.builder();
    for (String first : comparison.modelNames()) {
      for (String second : comparison.modelNames()) {
        if (first.equals(second)) {
          continue;
        }
        int wins = 0;
        int ties = 0;
        int losses = 0;
        for (String dataset : comparison.datasetNames()) {
          double score = comparison.score(first, dataset, metric);
          double other = comparison.score(second, dataset, metric);
          wins += PairedComparison.isBetter(metric, score, other) ? 1 : 0;
          ties += score == other ? 1 : 0;
          losses += PairedComparison.isBetter(metric, other, score) ? 1 : 0;
        }
        duels.put(first, second, new Duel(wins, ties, losses));
      }
    }
    return duels.buildOrThrow();
  }
}
