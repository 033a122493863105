package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.StoredMetric;
import org.fe4j.metrics.comparison.TiedWithBest.Rival;
import org.fe4j.metrics.statistics.Holm;
import org.fe4j.metrics.statistics.PairedBootstrap;

/** Computes {@link TiedWithBest}. */
final class PairedComparison {
  private static final long SEED = 42;
  private static final double LEVEL = 0.95;

  private final Metric metric;
  private final List<ResampledScores> scores = new ArrayList<>();

  private PairedComparison(Metric metric) {
    this.metric = metric;
  }

  static TiedWithBest onDataset(Comparison comparison, String dataset, Metric metric) {
    List<String> models =
        comparison.modelNames().stream()
            .filter(model -> !Double.isNaN(comparison.score(model, dataset, metric)))
            .toList();
    String best = "";
    for (String model : models) {
      if (best.isEmpty()
          || isBetter(
              metric,
              comparison.score(model, dataset, metric),
              comparison.score(best, dataset, metric))) {
        best = model;
      }
    }
    return among(
        comparison, ImmutableList.of(comparison.dataset(dataset).name()), models, best, metric);
  }

  static TiedWithBest overall(Comparison comparison, Metric metric) {
    CompleteBlock block = CompleteBlock.of(comparison, metric);
    return among(comparison, block, block.models(), metric);
  }

  /** Returns the comparison of some of the block's models with the best of them. */
  static TiedWithBest among(
      Comparison comparison, CompleteBlock block, List<String> models, Metric metric) {
    String best = "";
    for (String model : models) {
      if (best.isEmpty() || isBetter(metric, block.meanScore(model), block.meanScore(best))) {
        best = model;
      }
    }
    return among(comparison, block.datasets(), models, best, metric);
  }

  static boolean isBetter(Metric metric, double score, double other) {
    return metric.higherIsBetter() ? score > other : score < other;
  }

  private static TiedWithBest among(
      Comparison comparison,
      ImmutableList<String> datasets,
      List<String> models,
      String best,
      Metric metric) {
    if (models.isEmpty()) {
      return new TiedWithBest(
          metric, datasets, Optional.empty(), ImmutableList.of(), ImmutableMap.of(), 0, 0);
    }
    Map<String, String> refused = new TreeMap<>();
    if (metric instanceof StoredMetric) {
      // Its figures were read from a file, and it computes none for resamples.
      models.stream()
          .filter(model -> !model.equals(best))
          .forEach(
              model ->
                  refused.put(
                      model,
                      "the class that computes %s is not at hand".formatted(metric.label())));
      return new TiedWithBest(
          metric,
          datasets,
          Optional.of(best),
          ImmutableList.of(),
          ImmutableMap.copyOf(refused),
          0,
          0);
    }
    PairedComparison paired = new PairedComparison(metric);
    for (int index = 0; index < datasets.size(); index++) {
      String dataset = datasets.get(index);
      // Data sets are drawn independently of each other: a seed for each.
      ResampledScores scores =
          ResampledScores.of(comparison, dataset, metric, models, best, SEED + index);
      scores.refused().forEach((model, reason) -> refused.put(model, dataset + ": " + reason));
      paired.scores.add(scores);
    }
    List<String> others =
        models.stream().filter(m -> !m.equals(best) && !refused.containsKey(m)).toList();
    return new TiedWithBest(
        metric,
        datasets,
        Optional.of(best),
        paired.rivals(best, others, refused),
        ImmutableMap.copyOf(refused),
        paired.scores.stream().mapToInt(ResampledScores::rows).sum(),
        paired.scores.stream().mapToInt(ResampledScores::units).sum());
  }

  private ImmutableList<Rival> rivals(
      String best, List<String> others, Map<String, String> refused) {
    List<Rival> rivals = new ArrayList<>();
    int units = scores.stream().mapToInt(ResampledScores::units).sum();
    for (String model : others) {
      double difference = observedDifference(best, model);
      double[] resampled = resampledDifferences(best, model);
      if (Double.isNaN(difference) || 2 * resampled.length < scores.get(0).resamples()) {
        refused.put(model, "%s does not exist on the common rows".formatted(metric.label()));
        continue;
      }
      PairedBootstrap test = PairedBootstrap.of(difference, resampled, units, LEVEL);
      rivals.add(new Rival(model, difference, test.interval(), test.pValue(), 1, true));
    }
    double[] adjusted =
        rivals.isEmpty()
            ? new double[0]
            : Holm.adjust(rivals.stream().mapToDouble(Rival::pValue).toArray()).toArray();
    return IntStream.range(0, adjusted.length)
        .mapToObj(
            index -> {
              Rival rival = rivals.get(index);
              return new Rival(
                  rival.model(),
                  rival.difference(),
                  rival.interval(),
                  rival.pValue(),
                  adjusted[index],
                  adjusted[index] > TiedWithBest.ALPHA);
            })
        .sorted(Comparator.comparingDouble(Rival::difference))
        .collect(ImmutableList.toImmutableList());
  }

  private double observedDifference(String best, String model) {
    double sign = metric.higherIsBetter() ? 1 : -1;
    double sum = 0;
    for (ResampledScores one : scores) {
      sum += sign * (one.observed(best) - one.observed(model));
    }
    return sum / scores.size();
  }

  /** Returns the differences of the resamples in which both scores exist. */
  private double[] resampledDifferences(String best, String model) {
    double sign = metric.higherIsBetter() ? 1 : -1;
    double[] sums = new double[scores.get(0).resampled(best).length()];
    for (ResampledScores one : scores) {
      ImmutableDoubleArray ofBest = one.resampled(best);
      ImmutableDoubleArray ofModel = one.resampled(model);
      for (int resample = 0; resample < sums.length; resample++) {
        sums[resample] += sign * (ofBest.get(resample) - ofModel.get(resample));
      }
    }
    return DoubleStream.of(sums)
        .map(sum -> sum / scores.size())
        .filter(difference -> !Double.isNaN(difference))
        .toArray();
  }
}
