package org.fe4j.head;

/**
 * How well heads did that were trained in one way.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param learningRate Adam's
 * @param scaling what was done to features first
 * @param accuracy over the test rows of all folds together, in [0, 1]; NaN where training diverged
 *     in a fold
 * @param macroF1 likewise
 */
public record AuditedSetting(
    double learningRate, Scaling scaling, double accuracy, double macroF1) {

  /** Returns whether training diverged in a fold, so that there are no figures. */
  public boolean diverged() {
    return Double.isNaN(accuracy);
  }

  /** Returns what was varied, for reports: {@code "learning rate 0.001, features …"}. */
  public String description() {
    return "learning rate %s, %s"
        .formatted(LinearSettings.plain(learningRate), scaling.description());
  }
}
