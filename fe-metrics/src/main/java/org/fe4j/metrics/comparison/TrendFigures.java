package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.fe4j.metrics.Decimals;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.comparison.Trend.Point;
import org.fe4j.metrics.statistics.Correlation;

/** Computes {@link Trend}. */
final class TrendFigures {
  private TrendFigures() {}

  private interface Property {
    OptionalDouble of(String model, String dataset);
  }

  static Trend overClassCount(Comparison comparison, Metric metric) {
    ImmutableList<Point> points =
        points(
            comparison,
            metric,
            (model, dataset) -> OptionalDouble.of(comparison.dataset(dataset).classCount()));
    CompleteBlock block = CompleteBlock.of(comparison, metric);
    double[] x =
        block.datasets().stream()
            .mapToDouble(dataset -> comparison.dataset(dataset).classCount())
            .toArray();
    double[] y =
        IntStream.range(0, x.length)
            .mapToDouble(
                dataset ->
                    IntStream.range(0, block.models().size())
                        .mapToDouble(model -> block.score(dataset, model))
                        .average()
                        .orElseThrow())
            .toArray();
    return trend(metric, "number of classes", points, x, y, "data sets, by their models' mean");
  }

  static Trend overUpscaling(Comparison comparison, Metric metric) {
    ImmutableList<Point> points = points(comparison, metric, comparison::upscaling);
    return trend(
        metric,
        "upscaling factor",
        points,
        points.stream().mapToDouble(Point::x).toArray(),
        points.stream().mapToDouble(Point::score).toArray(),
        "models on %d data sets, which are not independent"
            .formatted(points.stream().map(Point::dataset).distinct().count()));
  }

  private static ImmutableList<Point> points(
      Comparison comparison, Metric metric, Property property) {
    ImmutableList.Builder<Point> points = ImmutableList.builder();
    for (String dataset : comparison.datasetNames()) {
      for (String model : comparison.modelNames()) {
        double score = comparison.score(model, dataset, metric);
        OptionalDouble x = property.of(model, dataset);
        if (!Double.isNaN(score) && x.isPresent()) {
          points.add(new Point(model, dataset, x.getAsDouble(), score));
        }
      }
    }
    return points.build();
  }

  private static Trend trend(
      Metric metric, String label, List<Point> points, double[] x, double[] y, String what) {
    OptionalDouble spearman = OptionalDouble.empty();
    String sentence =
        "No correlation between the %s and the %s: it needs at least %d observations, but there are %d (%s)."
            .formatted(label, metric.label(), Trend.FEWEST_OBSERVATIONS, x.length, what);
    if (x.length >= Trend.FEWEST_OBSERVATIONS) {
      double value = Correlation.SPEARMAN.of(x, y);
      if (Double.isNaN(value)) {
        sentence =
            "No correlation between the %s and the %s: one of them is the same in all %d observations."
                .formatted(label, metric.label(), x.length);
      } else {
        spearman = OptionalDouble.of(value);
        sentence =
            "Spearman's correlation between the %s and the %s is %s over n = %d (%s)."
                .formatted(label, metric.label(), Decimals.fixed(value, 2), x.length, what);
      }
    }
    return new Trend(metric, label, ImmutableList.copyOf(points), x.length, spearman, sentence);
  }
}
