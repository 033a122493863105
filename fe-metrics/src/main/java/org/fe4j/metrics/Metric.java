package org.fe4j.metrics;

import com.google.errorprone.annotations.Immutable;

/** The figures that are compared between folds: one number of a {@link ClassificationMetrics}. */
public enum Metric {
  /** The share of rows predicted rightly. */
  ACCURACY("accuracy", "accuracy", ClassificationMetrics::accuracy),
  /** The mean recall over the classes that have a row. */
  BALANCED_ACCURACY(
      "balancedAccuracy", "balanced accuracy", ClassificationMetrics::balancedAccuracy),
  /** The mean precision of the classes. */
  MACRO_PRECISION("macroPrecision", "macro precision", metrics -> metrics.macro().precision()),
  /** The mean recall of the classes. */
  MACRO_RECALL("macroRecall", "macro recall", metrics -> metrics.macro().recall()),
  /** The mean F1 of the classes. */
  MACRO_F1("macroF1", "macro F1", metrics -> metrics.macro().f1()),
  /** The mean precision of the classes, weighted by their support. */
  WEIGHTED_PRECISION(
      "weightedPrecision", "weighted precision", metrics -> metrics.weighted().precision()),
  /** The mean recall of the classes, weighted by their support: the accuracy. */
  WEIGHTED_RECALL("weightedRecall", "weighted recall", metrics -> metrics.weighted().recall()),
  /** The mean F1 of the classes, weighted by their support. */
  WEIGHTED_F1("weightedF1", "weighted F1", metrics -> metrics.weighted().f1()),
  /** Cohen's kappa. */
  COHEN_KAPPA("cohenKappa", "Cohen's kappa", ClassificationMetrics::cohenKappa),
  /** Matthews' correlation coefficient. */
  MATTHEWS_CORRELATION(
      "matthewsCorrelation", "Matthews correlation", ClassificationMetrics::matthewsCorrelation),
  /** The mean of -ln p of the true class, in nats. */
  LOG_LOSS("logLoss", "log loss", ClassificationMetrics::logLoss);

  @Immutable
  private interface Figure {
    double of(ClassificationMetrics metrics);
  }

  private final String key;
  private final String label;
  private final Figure figure;

  Metric(String key, String label, Figure figure) {
    this.key = key;
    this.label = label;
    this.figure = figure;
  }

  /** Returns what the figure is called in files: {@code "macroF1"}. */
  public String key() {
    return key;
  }

  /** Returns what the figure is called in texts: {@code "macro F1"}. */
  public String label() {
    return label;
  }

  /** Returns the figure; NaN where it does not exist. */
  public double of(ClassificationMetrics metrics) {
    return figure.of(metrics);
  }
}
