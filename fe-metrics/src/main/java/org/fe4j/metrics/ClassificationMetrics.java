package org.fe4j.metrics;

import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The usual figures of a set of predictions, as scikit-learn defines them with {@code
 * zero_division=0} and with all C classes as {@code labels}.
 *
 * <p>A class that no row belongs to, or that was never predicted, takes part in the macro averages
 * with the figures 0; {@link #balancedAccuracy()} alone leaves out classes without a row. A figure
 * that does not exist (log loss without probabilities; kappa where all rows are of one class and
 * predicted so) is NaN.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class ClassificationMetrics {
  private final ConfusionMatrix confusion;
  private final ImmutableList<ClassMetrics> perClass;
  private final Tally tally;

  private ClassificationMetrics(RowScores scores, int[] rows) {
    Predictions predictions = scores.predictions();
    this.confusion = ConfusionMatrix.of(predictions, IntStream.of(rows));
    this.perClass =
        IntStream.range(0, predictions.classCount())
            .mapToObj(
                index -> ClassMetrics.of(predictions.classNames().get(index), confusion, index))
            .collect(ImmutableList.toImmutableList());
    this.tally = Tally.of(scores, rows);
  }

  /** Returns the figures over all rows, whatever their fold. */
  public static ClassificationMetrics of(Predictions predictions) {
    return of(RowScores.of(predictions));
  }

  static ClassificationMetrics of(RowScores scores) {
    return new ClassificationMetrics(scores, IntStream.range(0, scores.size()).toArray());
  }

  /** Returns the figures over some rows. */
  static ClassificationMetrics ofRows(RowScores scores, int[] rows) {
    return new ClassificationMetrics(scores, rows);
  }

  /** Returns a standard metric. */
  double of(StandardMetric metric) {
    return metric.figure().of(tally);
  }

  /** Returns the number of rows. */
  public int rowCount() {
    return confusion.total();
  }

  /** Returns the number of classes, those without a row included. */
  public int classCount() {
    return confusion.classCount();
  }

  /** Returns the number of classes without a row; they count as 0 in the macro averages. */
  public int absentClassCount() {
    return (int) perClass.stream().filter(figures -> figures.support() == 0).count();
  }

  /** Returns the counts that the figures follow from. */
  public ConfusionMatrix confusionMatrix() {
    return confusion;
  }

  /** Returns the figures of each class, in the order of the class indices. */
  public ImmutableList<ClassMetrics> perClass() {
    return perClass;
  }

  /** Returns the share of rows that were predicted rightly. */
  public double accuracy() {
    return tally.accuracy();
  }

  /** Returns the mean recall over the classes that have a row. */
  public double balancedAccuracy() {
    return tally.balancedAccuracy();
  }

  /** Returns the plain means over all C classes. */
  public Averages macro() {
    return tally.macro();
  }

  /** Returns the means weighted by the classes' support. */
  public Averages weighted() {
    return tally.weighted();
  }

  /**
   * Returns the figures of all classes' decisions counted together; where each row has one class,
   * as here, all three are the accuracy.
   */
  public Averages micro() {
    return new Averages(accuracy(), accuracy(), accuracy());
  }

  /**
   * Returns Cohen's kappa: agreement with the truth beyond what the two class distributions give by
   * chance, at most 1; NaN where chance alone agrees everywhere.
   */
  public double cohenKappa() {
    return tally.cohenKappa();
  }

  /**
   * Returns Matthews' correlation coefficient for C classes (Gorodkin 2004, R_K), in [-1, 1]; 0
   * where all rows are of one class or predicted to be of one.
   */
  public double matthewsCorrelation() {
    return tally.matthewsCorrelation();
  }

  /**
   * Returns the mean of -ln p over the rows, where p is the probability of the true class, divided
   * by the sum of the row and clipped to [2^-52, 1 - 2^-52]; in nats; NaN without probabilities.
   */
  public double logLoss() {
    return tally.logLoss();
  }

  /**
   * Returns the Brier score (Brier 1950): the squared differences of the probabilities, as they
   * were given, to 1 for the true class and 0 for the others, summed over the C classes, mean over
   * the rows; in [0, 2]; NaN without probabilities. For two classes it is twice what scikit-learn
   * computes from the probability of one of them.
   */
  public double brierScore() {
    return tally.brierScore();
  }

  /**
   * Returns how often predictions are right by how sure they are; no bins without probabilities.
   */
  public ReliabilityBins reliability() {
    return tally.reliability();
  }

  /**
   * Returns the expected calibration error of {@link #reliability()}: 15 equal-width bins of the
   * predicted class's probability; NaN without probabilities.
   */
  public double calibrationError() {
    return reliability().calibrationError();
  }

  /**
   * Returns the share of the most frequent true class: the accuracy of whoever always says that
   * class, below which a classifier has learnt nothing.
   */
  public double majorityBaseline() {
    return tally.majorityBaseline();
  }

  /** Returns whether the predictions had probabilities, which log loss and top-k need. */
  public boolean hasProbabilities() {
    return tally.hasProbabilities();
  }

  /**
   * Returns the share of rows whose true class is among the k most probable ones; NaN without
   * probabilities. Among equally probable classes the lower index comes first, so that k = 1 gives
   * the accuracy (scikit-learn puts the higher index first).
   *
   * @throws IllegalArgumentException if k is not in [1, C]
   */
  public double topAccuracy(int k) {
    if (k < 1 || k > classCount()) {
      throw new IllegalArgumentException(
          "Top-k accuracy over %d classes with k = %d".formatted(classCount(), k));
    }
    return tally.topAccuracy(k);
  }

  /**
   * Returns the text that scikit-learn's {@code classification_report} prints with {@code
   * digits=4}: a line a class, then accuracy, macro and weighted averages; each line ends with a
   * line feed.
   */
  public String classificationReport() {
    return new ClassificationTable(this, 4, Integer.MAX_VALUE).toString();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "accuracy %s, macro F1 %s, weighted F1 %s, over %d rows of %d classes",
        Decimals.fixed(accuracy(), 4),
        Decimals.fixed(macro().f1(), 4),
        Decimals.fixed(weighted().f1(), 4),
        rowCount(),
        classCount());
  }
}
