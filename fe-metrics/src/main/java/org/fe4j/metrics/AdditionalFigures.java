package org.fe4j.metrics;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The figures of a metric that is not one of the standard ones: equal for equal figures, whether
 * they were computed or read from a file.
 *
 * @param key what the metric is called in files
 * @param label what it is called in texts
 * @param higherIsBetter whether it is
 * @param pooled over all rows
 * @param folds of each fold, by ascending number
 */
record AdditionalFigures(
    String key, String label, boolean higherIsBetter, double pooled, ImmutableDoubleArray folds) {

  private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");

  private static final ImmutableSet<String> STANDARD_KEYS =
      Metric.standard().stream().map(Metric::key).collect(ImmutableSet.toImmutableSet());

  static AdditionalFigures of(Metric metric, Predictions all, List<Predictions> folds) {
    if (metric instanceof StoredMetric stored) {
      if (stored.folds().length() != folds.size()) {
        throw new IllegalArgumentException(
            "The metric \"%s\" has figures of %d folds, but the predictions have %d"
                .formatted(stored.key(), stored.folds().length(), folds.size()));
      }
      return new AdditionalFigures(
          stored.key(), stored.label(), stored.higherIsBetter(), stored.pooled(), stored.folds());
    }
    ImmutableDoubleArray.Builder ofFolds = ImmutableDoubleArray.builder(folds.size());
    folds.forEach(fold -> ofFolds.add(checked(metric, fold)));
    return new AdditionalFigures(
        metric.key(),
        metric.label(),
        metric.higherIsBetter(),
        checked(metric, all),
        ofFolds.build());
  }

  /** Returns the metric's figure, which anybody's code computes. */
  static double checked(Metric metric, Predictions predictions) {
    double figure = metric.of(predictions);
    if (Double.isInfinite(figure)) {
      throw new IllegalArgumentException(
          "The metric \"%s\" gave %s; it must give a finite number, or NaN where there is none"
              .formatted(metric.key(), figure));
    }
    return figure;
  }

  /**
   * Returns the metrics, standard ones left out, which every report has.
   *
   * @throws IllegalArgumentException if a key is none, or is there twice
   */
  static ImmutableList<Metric> checkedKeys(List<? extends Metric> metrics) {
    ImmutableList.Builder<Metric> additional = ImmutableList.builder();
    Set<String> seen = new HashSet<>();
    for (Metric metric : metrics) {
      if (metric instanceof StandardMetric) {
        continue;
      }
      String key = metric.key();
      if (!KEY.matcher(key).matches()) {
        throw new IllegalArgumentException(
            ("A metric has the key \"%s\"; it must be a letter, then letters, digits,"
                    + " underscores, points and hyphens")
                .formatted(key));
      }
      if (STANDARD_KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "A metric has the key \"%s\", which is one of the standard ones: %s"
                .formatted(key, STANDARD_KEYS.stream().collect(Collectors.joining(", "))));
      }
      if (!seen.add(key)) {
        throw new IllegalArgumentException("Two metrics have the key \"%s\"".formatted(key));
      }
      additional.add(metric);
    }
    return additional.build();
  }
}
