package org.fe4j.metrics;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fe4j.metrics.statistics.Interval;

/**
 * How good a classifier was under cross-validation: figures over all out-of-fold predictions, per
 * fold, and over the folds, with the predictions that they follow from and how these came about.
 *
 * <p>Two kinds of figure are kept apart, since they differ: <em>pooled</em> ones are computed once
 * over the rows of all folds; those <em>over folds</em> are the mean and the standard deviation (n
 * - 1) of the figures of each fold. Every figure is computed from {@link #predictions()}, so two
 * reports with equal predictions have equal figures.
 *
 * <p>Where a metric is an argument, it may be any: one that the report does not have is computed.
 * Metrics are told apart by their keys.
 *
 * <p>{@code toString()} is a text for people, at most 100 columns wide except for values that have
 * no space to break at: the pooled table as scikit-learn's {@code classification_report} lays it
 * out, figures with their intervals, the folds, the confusion matrix of up to 12 classes, skipped
 * rows, the protocol, and the provenance. {@code org.fe4j.metrics.report} has the other formats,
 * and reads a report back from its JSON.
 *
 * <p>The set of implementations is closed: {@link #of} and {@link #builder} make all reports.
 * Immutable and safe for use by multiple threads; equal where predictions, additional figures and
 * all that the builder was given are.
 */
public sealed interface MetricsReport permits PredictionsReport {

  /**
   * Returns the report on these predictions, with no row skipped.
   *
   * @param provenance what was evaluated and how, printed in the map's order: backbone, weights'
   *     sha256, preprocessing, folds, head, versions, seed
   * @throws IllegalArgumentException if a row is there twice in a fold, as after {@link
   *     Predictions#select}
   */
  static MetricsReport of(Predictions predictions, Map<String, String> provenance) {
    return builder(predictions).provenance(provenance).build();
  }

  /**
   * Returns the report on these predictions.
   *
   * @param provenance what was evaluated and how, printed in the map's order
   * @param skipped the rows that could not be read, and have no prediction
   * @throws IllegalArgumentException if a skipped row has a prediction, or if a row is there twice
   *     in a fold
   */
  static MetricsReport of(
      Predictions predictions, Map<String, String> provenance, List<SkippedRow> skipped) {
    return builder(predictions).provenance(provenance).skipped(skipped).build();
  }

  /**
   * Returns a builder of a report on these predictions.
   *
   * @throws IllegalArgumentException if a row is there twice in a fold
   */
  static MetricsReportBuilder builder(Predictions predictions) {
    return new MetricsReportBuilder(predictions);
  }

  /** Returns what every figure is computed from. */
  Predictions predictions();

  /** Returns the name of each class. */
  default ImmutableList<String> classNames() {
    return predictions().classNames();
  }

  /** Returns the standard metrics, and then those that the builder was given. */
  ImmutableList<Metric> metrics();

  /** Returns the figures over the out-of-fold predictions of all folds together. */
  ClassificationMetrics pooled();

  /** Returns the figure over the predictions of all folds together; NaN where it is none. */
  double pooled(Metric metric);

  /** Returns the figures of each fold, by ascending number; at least one. */
  ImmutableList<FoldMetrics> folds();

  /** Returns mean and standard deviation (n - 1) of the folds' figures. */
  FoldSummary overFolds(Metric metric);

  /**
   * Returns where the pooled figure would lie for other images of the same kind, with the folds and
   * heads as they are: the 95 % percentile bootstrap over the out-of-fold predictions (Efron 1979).
   * Units of {@link Predictions#units()} are drawn with replacement 2,000 times, seed 42; the ends
   * are the 2.5 % and 97.5 % quantiles. Resamples in which the figure does not exist are left out;
   * so is, from a resample's standard macro averages, a class that has rows but none in the
   * resample.
   *
   * <p>Computed on the first call: about 0.5 s for 10,000 rows for all standard metrics together; a
   * metric of one's own is called 2,000 times.
   *
   * <p>An interval without width, such as that of 20 right predictions of 20, says that resamples
   * do not differ; others of the kind may: of n units without a mistake up to about 3 / n (rule of
   * three).
   *
   * @return nothing where the figure is NaN, and where all rows are one unit
   */
  Optional<Interval> interval(Metric metric);

  /**
   * Returns where the figure would lie for other images and heads that were trained on other ones:
   * the 95 % interval of the corrected resampled t test over the folds (Nadeau and Bengio 2003),
   * which allows for the train rows that folds share. It needs {@link #trainRows()}.
   *
   * @return nothing for a single fold, and where a fold lacks the figure
   */
  Optional<Interval> resampledInterval(Metric metric);

  /**
   * Returns the mean number of rows that a fold's head was trained on, the validation part
   * included: as the builder was told, else the number of distinct ids less the mean number of rows
   * of a fold.
   */
  double trainRows();

  /**
   * Returns the rows that were predicted wrongly with the highest probabilities, the most confident
   * first, equally confident ones in the order of the rows; at most {@code n}; none without
   * probabilities. An id that was tested in several folds may be there several times.
   *
   * @throws IllegalArgumentException if n is negative
   */
  ImmutableList<Mistake> mostConfidentMistakes(int n);

  /** Returns what was evaluated and how, in the order in which it is printed. */
  ImmutableMap<String, String> provenance();

  /** Returns the protocol of the evaluation, in the order in which it is printed; may be empty. */
  ImmutableMap<String, String> protocol();

  /** Returns what it takes to run the evaluation again; may be empty. */
  ImmutableMap<String, String> reproduction();

  /** Returns the rows that take part in no figure, and why. */
  ImmutableList<SkippedRow> skipped();

  /** Returns how the head's loss went, by fold; may be empty. */
  ImmutableSortedMap<Integer, TrainingCurve> trainingCurves();

  /** Returns small pictures as data URIs, by the id of the row; may be empty. */
  ImmutableMap<String, String> pictures();

  /** Returns what copies do to the figures, where that was measured. */
  Optional<CopiesGap> copies();
}
