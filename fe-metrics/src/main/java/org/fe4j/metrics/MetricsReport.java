package org.fe4j.metrics;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;

/**
 * How good a classifier was under cross-validation: figures over all out-of-fold predictions, per
 * fold, and over the folds, with the predictions that they follow from and how these came about.
 *
 * <p>Two kinds of figure are kept apart, since they differ: <em>pooled</em> ones are computed once
 * over the rows of all folds; those <em>over folds</em> are the mean and the standard deviation (n
 * - 1) of the figures of each fold. Every figure is computed from {@link #predictions()}, so two
 * reports with equal predictions have equal figures.
 *
 * <p>{@code toString()} is a text for people, at most 100 columns wide except for values that have
 * no space to break at: the pooled table as scikit-learn's {@code classification_report} lays it
 * out, the folds, the confusion matrix of up to 12 classes, skipped rows, and the provenance.
 * {@code org.fe4j.metrics.report} has the other formats, and reads a report back from its JSON.
 *
 * <p>The set of implementations is closed: {@link #of} makes all reports. Immutable and safe for
 * use by multiple threads; equal where predictions, provenance and skipped rows are.
 */
public sealed interface MetricsReport permits PredictionsReport {

  /**
   * Returns the report on these predictions, with no row skipped.
   *
   * @param provenance what was evaluated and how, printed in the map's order: backbone, weights'
   *     sha256, preprocessing, folds, head, versions, seed
   */
  static MetricsReport of(Predictions predictions, Map<String, String> provenance) {
    return of(predictions, provenance, ImmutableList.of());
  }

  /**
   * Returns the report on these predictions.
   *
   * @param provenance what was evaluated and how, printed in the map's order
   * @param skipped the rows that could not be read, and have no prediction
   * @throws IllegalArgumentException if a skipped row has a prediction
   */
  static MetricsReport of(
      Predictions predictions, Map<String, String> provenance, List<SkippedRow> skipped) {
    return new PredictionsReport(
        predictions, ImmutableMap.copyOf(provenance), ImmutableList.copyOf(skipped));
  }

  /** Returns what every figure is computed from. */
  Predictions predictions();

  /** Returns the name of each class. */
  default ImmutableList<String> classNames() {
    return predictions().classNames();
  }

  /** Returns the figures over the out-of-fold predictions of all folds together. */
  ClassificationMetrics pooled();

  /** Returns the figures of each fold, by ascending number; at least one. */
  ImmutableList<FoldMetrics> folds();

  /** Returns mean and standard deviation (n - 1) of the folds' figures. */
  FoldSummary overFolds(Metric metric);

  /** Returns what was evaluated and how, in the order in which it is printed. */
  ImmutableMap<String, String> provenance();

  /** Returns the rows that take part in no figure, and why. */
  ImmutableList<SkippedRow> skipped();
}
