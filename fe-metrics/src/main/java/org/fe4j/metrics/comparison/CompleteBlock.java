package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fe4j.metrics.Metric;

/**
 * The models and data sets of a comparison that all have a score with one another. Where cells are
 * missing, the model or data set that lacks the largest share of its cells is left out, again and
 * again; among equal shares a model while three or more remain, for the sake of the few data sets.
 */
final class CompleteBlock {
  private final Comparison comparison;
  private final Metric metric;
  private final List<String> models;
  private final List<String> datasets;
  private final List<String> leftOut = new ArrayList<>();
  private final double[][] scores;

  private CompleteBlock(Comparison comparison, Metric metric) {
    this.comparison = comparison;
    this.metric = metric;
    this.models = new ArrayList<>(comparison.modelNames());
    this.datasets = new ArrayList<>(comparison.datasetNames());
    double[][] all = new double[datasets.size()][models.size()];
    for (int dataset = 0; dataset < datasets.size(); dataset++) {
      for (int model = 0; model < models.size(); model++) {
        all[dataset][model] = comparison.score(models.get(model), datasets.get(dataset), metric);
      }
    }
    this.scores = reduced(all);
  }

  static CompleteBlock of(Comparison comparison, Metric metric) {
    return new CompleteBlock(comparison, metric);
  }

  /** Returns the models, in the order of the comparison; none if there is no score at all. */
  ImmutableList<String> models() {
    return ImmutableList.copyOf(models);
  }

  /** Returns the data sets, in the order of the comparison; none if there is no score at all. */
  ImmutableList<String> datasets() {
    return ImmutableList.copyOf(datasets);
  }

  /** Returns a sentence for each model and data set that was left out. */
  ImmutableList<String> leftOut() {
    return ImmutableList.copyOf(leftOut);
  }

  double score(int dataset, int model) {
    return scores[dataset][model];
  }

  /** Returns the scores, data sets x models, negated where lower is better. */
  double[][] higherIsBetter() {
    double sign = metric.higherIsBetter() ? 1 : -1;
    return IntStream.range(0, datasets.size())
        .mapToObj(
            dataset ->
                IntStream.range(0, models.size())
                    .mapToDouble(model -> sign * scores[dataset][model])
                    .toArray())
        .toArray(double[][]::new);
  }

  /** Returns the mean score of a model over the data sets. */
  double meanScore(int model) {
    double sum = 0;
    for (int dataset = 0; dataset < datasets.size(); dataset++) {
      sum += scores[dataset][model];
    }
    return sum / datasets.size();
  }

  /** Returns the mean score of one of the models over the data sets. */
  double meanScore(String model) {
    return meanScore(models.indexOf(model));
  }

  private double[][] reduced(double[][] all) {
    double[][] left = all;
    while (!models.isEmpty() && !datasets.isEmpty()) {
      int worstModel = 0;
      double modelShare = 0;
      for (int model = 0; model < models.size(); model++) {
        double share = missing(left, IntStream.range(0, datasets.size()), IntStream.of(model));
        if (share > modelShare) {
          modelShare = share;
          worstModel = model;
        }
      }
      int worstDataset = 0;
      double datasetShare = 0;
      for (int dataset = 0; dataset < datasets.size(); dataset++) {
        double share = missing(left, IntStream.of(dataset), IntStream.range(0, models.size()));
        if (share > datasetShare) {
          datasetShare = share;
          worstDataset = dataset;
        }
      }
      if (modelShare == 0) {
        return left;
      }
      boolean dropModel =
          modelShare > datasetShare || (modelShare == datasetShare && models.size() > 2);
      left = dropModel ? withoutModel(left, worstModel) : withoutDataset(left, worstDataset);
    }
    models.clear();
    datasets.clear();
    return new double[0][0];
  }

  private static double missing(double[][] scores, IntStream datasets, IntStream models) {
    int[] columns = models.toArray();
    return datasets
        .boxed()
        .flatMap(dataset -> IntStream.of(columns).mapToObj(model -> scores[dataset][model]))
        .collect(Collectors.averagingDouble(score -> Double.isNaN(score) ? 1 : 0));
  }

  private double[][] withoutModel(double[][] from, int dropped) {
    String name = models.get(dropped);
    leftOut.add(
        "%s is left out: no %s on %s"
            .formatted(
                name,
                metric.label(),
                IntStream.range(0, datasets.size())
                    .filter(dataset -> Double.isNaN(from[dataset][dropped]))
                    .mapToObj(
                        dataset -> datasets.get(dataset) + reason(name, datasets.get(dataset)))
                    .collect(Collectors.joining(", "))));
    models.remove(dropped);
    return IntStream.range(0, from.length)
        .mapToObj(
            dataset ->
                IntStream.range(0, from[dataset].length)
                    .filter(model -> model != dropped)
                    .mapToDouble(model -> from[dataset][model])
                    .toArray())
        .toArray(double[][]::new);
  }

  private double[][] withoutDataset(double[][] from, int dropped) {
    String name = datasets.get(dropped);
    leftOut.add(
        "%s is left out: no %s of %s"
            .formatted(
                name,
                metric.label(),
                IntStream.range(0, models.size())
                    .filter(model -> Double.isNaN(from[dropped][model]))
                    .mapToObj(model -> models.get(model) + reason(models.get(model), name))
                    .collect(Collectors.joining(", "))));
    datasets.remove(dropped);
    return IntStream.range(0, from.length)
        .filter(dataset -> dataset != dropped)
        .mapToObj(dataset -> from[dataset])
        .toArray(double[][]::new);
  }

  private String reason(String model, String dataset) {
    return comparison.failure(model, dataset).map(reason -> " (%s)".formatted(reason)).orElse("");
  }
}
