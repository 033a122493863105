package org.fe4j.metrics;

import com.google.common.collect.ImmutableList;

/**
 * A figure that says how good predictions are: one number for a set of rows.
 *
 * <p>A metric of one's own is one small class with a key, a label and {@link #of}, given to {@link
 * MetricsReportBuilder#metrics}. The report then has it pooled, per fold, over the folds and with
 * an interval, beside the {@link #standard()} ones.
 *
 * <p>An implementation computes from the predictions alone and gives the same number for equal
 * ones; it does not keep them. It must be safe for use by multiple threads. Intervals call it on
 * 2,000 resampled sets, in which rows repeat and classes may be absent.
 */
// StandardMetric is initialised from here alone, so no thread can hold it and wait for this.
@SuppressWarnings("ClassInitializationDeadlock")
public interface Metric {
  /** The share of rows predicted rightly, in [0, 1]. */
  Metric ACCURACY = StandardMetric.of("accuracy", "accuracy", Tally::accuracy);

  /** The mean recall over the classes that have a row, in [0, 1]. */
  Metric BALANCED_ACCURACY =
      StandardMetric.of("balancedAccuracy", "balanced accuracy", Tally::balancedAccuracy);

  /** The mean precision of the classes, in [0, 1]. */
  Metric MACRO_PRECISION =
      StandardMetric.of("macroPrecision", "macro precision", tally -> tally.macro().precision());

  /** The mean recall of the classes, in [0, 1]. */
  Metric MACRO_RECALL =
      StandardMetric.of("macroRecall", "macro recall", tally -> tally.macro().recall());

  /** The mean F1 of the classes, in [0, 1]. */
  Metric MACRO_F1 = StandardMetric.of("macroF1", "macro F1", tally -> tally.macro().f1());

  /** The mean precision of the classes, weighted by their support, in [0, 1]. */
  Metric WEIGHTED_PRECISION =
      StandardMetric.of(
          "weightedPrecision", "weighted precision", tally -> tally.weighted().precision());

  /** The mean recall of the classes, weighted by their support: the accuracy. */
  Metric WEIGHTED_RECALL =
      StandardMetric.of("weightedRecall", "weighted recall", tally -> tally.weighted().recall());

  /** The mean F1 of the classes, weighted by their support, in [0, 1]. */
  Metric WEIGHTED_F1 =
      StandardMetric.of("weightedF1", "weighted F1", tally -> tally.weighted().f1());

  /** Cohen's kappa; at most 1. */
  Metric COHEN_KAPPA = StandardMetric.of("cohenKappa", "Cohen's kappa", Tally::cohenKappa);

  /** Matthews' correlation coefficient, in [-1, 1]. */
  Metric MATTHEWS_CORRELATION =
      StandardMetric.of("matthewsCorrelation", "Matthews correlation", Tally::matthewsCorrelation);

  /** The mean of -ln p of the true class, in nats; lower is better; NaN without probabilities. */
  Metric LOG_LOSS = StandardMetric.lowerIsBetter("logLoss", "log loss", Tally::logLoss);

  /**
   * The squared differences of the probabilities to 1 for the true class and 0 for the others,
   * summed over the classes, mean over the rows (Brier 1950); in [0, 2]; lower is better; NaN
   * without probabilities.
   */
  Metric BRIER_SCORE = StandardMetric.lowerIsBetter("brierScore", "Brier score", Tally::brierScore);

  /**
   * How far the probability of the predicted class is from the share of right predictions, in 15
   * equal-width bins ({@link ReliabilityBins#calibrationError()}); in [0, 1]; lower is better; NaN
   * without probabilities.
   */
  Metric CALIBRATION_ERROR =
      StandardMetric.lowerIsBetter(
          "calibrationError", "calibration error", tally -> tally.reliability().calibrationError());

  /**
   * The share of rows whose true class is among the 5 most probable ones, in [0, 1]; NaN without
   * probabilities, and with fewer than 6 classes, where it says nothing.
   */
  Metric TOP_5_ACCURACY =
      StandardMetric.of(
          "top5Accuracy",
          "top-5 accuracy",
          tally -> tally.classCount() < 6 ? Double.NaN : tally.topAccuracy(5));

  /** Returns the metrics that every report has, in the order in which they are printed. */
  static ImmutableList<Metric> standard() {
    return ImmutableList.of(
        ACCURACY,
        BALANCED_ACCURACY,
        MACRO_PRECISION,
        MACRO_RECALL,
        MACRO_F1,
        WEIGHTED_PRECISION,
        WEIGHTED_RECALL,
        WEIGHTED_F1,
        COHEN_KAPPA,
        MATTHEWS_CORRELATION,
        LOG_LOSS,
        BRIER_SCORE,
        CALIBRATION_ERROR,
        TOP_5_ACCURACY);
  }

  /**
   * Returns what the figure is called in files, such as {@code "macroF1"}: a letter, then letters,
   * digits, underscores, points and hyphens. No two metrics of a report have the same key.
   */
  String key();

  /** Returns what the figure is called in texts, such as {@code "macro F1"}. */
  String label();

  /** Returns the figure over all rows, whatever their fold: finite, or NaN where it is none. */
  double of(Predictions predictions);

  /** Returns whether a larger figure is a better one, as it is unless said otherwise. */
  default boolean higherIsBetter() {
    return true;
  }
}
