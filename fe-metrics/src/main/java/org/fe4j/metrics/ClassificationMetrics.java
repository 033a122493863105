package org.fe4j.metrics;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
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
  /** As scikit-learn clips float64 probabilities: 2^-52. */
  private static final double SMALLEST_PROBABILITY = Math.ulp(1.0);

  private final ConfusionMatrix confusion;
  private final ImmutableList<ClassMetrics> perClass;
  private final double logLoss;

  /** At r: the rows in which r classes were more probable than the true one; or empty. */
  private final ImmutableIntArray rowsByRank;

  private ClassificationMetrics(Predictions predictions, int[] rows) {
    this.confusion = ConfusionMatrix.of(predictions, IntStream.of(rows));
    this.perClass =
        IntStream.range(0, predictions.classCount())
            .mapToObj(
                index -> ClassMetrics.of(predictions.classNames().get(index), confusion, index))
            .collect(ImmutableList.toImmutableList());
    this.logLoss = predictions.hasProbabilities() ? logLoss(predictions, rows) : Double.NaN;
    this.rowsByRank =
        predictions.hasProbabilities() ? rowsByRank(predictions, rows) : ImmutableIntArray.of();
  }

  /** Returns the figures over all rows, whatever their fold. */
  public static ClassificationMetrics of(Predictions predictions) {
    return new ClassificationMetrics(predictions, IntStream.range(0, predictions.size()).toArray());
  }

  /** Returns the figures over the rows of one fold. */
  static ClassificationMetrics ofFold(Predictions predictions, int fold) {
    return new ClassificationMetrics(
        predictions,
        IntStream.range(0, predictions.size())
            .filter(row -> predictions.fold(row) == fold)
            .toArray());
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
    return (double) confusion.correctCount() / rowCount();
  }

  /** Returns the mean recall over the classes that have a row. */
  public double balancedAccuracy() {
    return perClass.stream()
        .filter(figures -> figures.support() > 0)
        .mapToDouble(ClassMetrics::recall)
        .average()
        .orElseThrow();
  }

  /** Returns the plain means over all C classes. */
  public Averages macro() {
    return averages(figures -> 1, classCount());
  }

  /** Returns the means weighted by the classes' support. */
  public Averages weighted() {
    return averages(ClassMetrics::support, rowCount());
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
    long rows = rowCount();
    long agreeingByChance = sumOfProducts(confusion::trueCount, confusion::predictedCount);
    double expectedDisagreement = (double) (rows * rows - agreeingByChance) / rows;
    return 1 - (rows - confusion.correctCount()) / expectedDisagreement;
  }

  /**
   * Returns Matthews' correlation coefficient for C classes (Gorodkin 2004, R_K), in [-1, 1]; 0
   * where all rows are of one class or predicted to be of one.
   */
  public double matthewsCorrelation() {
    long rows = rowCount();
    long covariance =
        rows * confusion.correctCount()
            - sumOfProducts(confusion::trueCount, confusion::predictedCount);
    long trueVariance = rows * rows - sumOfProducts(confusion::trueCount, confusion::trueCount);
    long predictedVariance =
        rows * rows - sumOfProducts(confusion::predictedCount, confusion::predictedCount);
    if (trueVariance == 0 || predictedVariance == 0) {
      return 0;
    }
    return covariance / (Math.sqrt((double) trueVariance) * Math.sqrt((double) predictedVariance));
  }

  /**
   * Returns the mean of -ln p over the rows, where p is the probability of the true class, divided
   * by the sum of the row and clipped to [2^-52, 1 - 2^-52]; in nats; NaN without probabilities.
   */
  public double logLoss() {
    return logLoss;
  }

  /** Returns whether the predictions had probabilities, which log loss and top-k need. */
  public boolean hasProbabilities() {
    return !rowsByRank.isEmpty();
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
    return hasProbabilities()
        ? (double) rowsByRank.subArray(0, k).stream().sum() / rowCount()
        : Double.NaN;
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

  private Averages averages(ToDoubleFunction<ClassMetrics> weight, double sumOfWeights) {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    for (ClassMetrics figures : perClass) {
      double w = weight.applyAsDouble(figures);
      precision += w * figures.precision();
      recall += w * figures.recall();
      f1 += w * figures.f1();
    }
    return new Averages(precision / sumOfWeights, recall / sumOfWeights, f1 / sumOfWeights);
  }

  private interface ClassCount {
    int of(int classIndex);
  }

  private long sumOfProducts(ClassCount first, ClassCount second) {
    long sum = 0;
    for (int index = 0; index < classCount(); index++) {
      sum += (long) first.of(index) * second.of(index);
    }
    return sum;
  }

  private static double logLoss(Predictions predictions, int[] rows) {
    double sum = 0;
    for (int row : rows) {
      double rowSum = 0;
      for (int index = 0; index < predictions.classCount(); index++) {
        rowSum += predictions.probability(row, index);
      }
      double p = predictions.probability(row, predictions.truth(row)) / rowSum;
      double clipped = Math.min(Math.max(p, SMALLEST_PROBABILITY), 1 - SMALLEST_PROBABILITY);
      // StrictMath: every JVM computes the same digits, so a report read back compares equal.
      sum -= StrictMath.log(clipped);
    }
    return sum / rows.length;
  }

  private static ImmutableIntArray rowsByRank(Predictions predictions, int[] rows) {
    int[] counts = new int[predictions.classCount()];
    for (int row : rows) {
      int truth = predictions.truth(row);
      double p = predictions.probability(row, truth);
      int rank = 0;
      for (int index = 0; index < counts.length; index++) {
        double other = predictions.probability(row, index);
        if (other > p || (other == p && index < truth)) {
          rank++;
        }
      }
      counts[rank]++;
    }
    return ImmutableIntArray.copyOf(counts);
  }
}
