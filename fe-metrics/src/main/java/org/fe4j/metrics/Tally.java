package org.fe4j.metrics;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Counts and sums over rows, each as often as it is added, from which every standard metric
 * follows.
 *
 * <p>Not safe for concurrent use while rows are added.
 */
final class Tally {
  private final RowScores scores;
  private final long[] right;
  private final long[] ofTruth;
  private final long[] ofPrediction;
  private final long[] ofRank;
  private final long[] binRows;
  private final long[] binRight;
  private final double[] binConfidence;

  /** The number of classes with a row in the data that rows are drawn from; or all of them. */
  private final int expectedClasses;

  private long rows;
  private double logLoss;
  private double brierScore;

  private Tally(RowScores scores, int expectedClasses) {
    this.scores = scores;
    this.right = new long[scores.classCount()];
    this.ofTruth = new long[scores.classCount()];
    this.ofPrediction = new long[scores.classCount()];
    this.ofRank = new long[scores.classCount()];
    this.binRows = new long[ReliabilityBins.COUNT];
    this.binRight = new long[ReliabilityBins.COUNT];
    this.binConfidence = new double[ReliabilityBins.COUNT];
    this.expectedClasses = expectedClasses;
  }

  /** Returns the tally of all rows, each once. */
  static Tally of(RowScores scores) {
    return of(scores, IntStream.range(0, scores.size()).toArray());
  }

  /** Returns the tally of these rows, each once. */
  static Tally of(RowScores scores, int[] rows) {
    Tally tally = new Tally(scores, 0);
    for (int row : rows) {
      tally.add(row, 1);
    }
    return tally;
  }

  /**
   * Returns an empty tally for rows drawn from all rows with replacement. A class that has rows,
   * none of which was drawn, is left out of the macro averages: counted as 0 there, it would put
   * the interval of a data set with rare classes below the figure itself.
   */
  static Tally ofResamples(RowScores scores) {
    return new Tally(scores, of(scores).presentClasses());
  }

  void clear() {
    rows = 0;
    logLoss = 0;
    brierScore = 0;
    for (long[] counts : new long[][] {right, ofTruth, ofPrediction, ofRank, binRows, binRight}) {
      Arrays.fill(counts, 0);
    }
    Arrays.fill(binConfidence, 0);
  }

  void add(int row, int times) {
    int truth = scores.truth(row);
    int predicted = scores.predicted(row);
    boolean hit = truth == predicted;
    rows += times;
    ofTruth[truth] += times;
    ofPrediction[predicted] += times;
    if (hit) {
      right[truth] += times;
    }
    if (scores.hasProbabilities()) {
      int bin = scores.bin(row);
      logLoss += times * scores.logLoss(row);
      brierScore += times * scores.brierScore(row);
      ofRank[scores.rank(row)] += times;
      binRows[bin] += times;
      binConfidence[bin] += times * scores.confidence(row);
      if (hit) {
        binRight[bin] += times;
      }
    }
  }

  long rows() {
    return rows;
  }

  int classCount() {
    return right.length;
  }

  boolean hasProbabilities() {
    return scores.hasProbabilities();
  }

  double accuracy() {
    return (double) correct() / rows;
  }

  double balancedAccuracy() {
    double sum = 0;
    for (int index = 0; index < right.length; index++) {
      sum += ofTruth[index] == 0 ? 0 : (double) right[index] / ofTruth[index];
    }
    return sum / presentClasses();
  }

  double majorityBaseline() {
    return (double) Arrays.stream(ofTruth).max().orElse(0) / rows;
  }

  Averages macro() {
    double divisor =
        expectedClasses == 0
            ? classCount()
            : (double) presentClasses() * classCount() / expectedClasses;
    return averages(false, divisor);
  }

  Averages weighted() {
    return averages(true, (double) rows);
  }

  double cohenKappa() {
    double expectedDisagreement =
        (double) (rows * rows - sumOfProducts(ofTruth, ofPrediction)) / rows;
    return 1 - (rows - correct()) / expectedDisagreement;
  }

  double matthewsCorrelation() {
    long covariance = rows * correct() - sumOfProducts(ofTruth, ofPrediction);
    long trueVariance = rows * rows - sumOfProducts(ofTruth, ofTruth);
    long predictedVariance = rows * rows - sumOfProducts(ofPrediction, ofPrediction);
    if (trueVariance == 0 || predictedVariance == 0) {
      return 0;
    }
    return covariance / (Math.sqrt((double) trueVariance) * Math.sqrt((double) predictedVariance));
  }

  double logLoss() {
    return hasProbabilities() ? logLoss / rows : Double.NaN;
  }

  double brierScore() {
    return hasProbabilities() ? brierScore / rows : Double.NaN;
  }

  double topAccuracy(int k) {
    long hits = 0;
    for (int rank = 0; rank < k; rank++) {
      hits += ofRank[rank];
    }
    return hasProbabilities() ? (double) hits / rows : Double.NaN;
  }

  ReliabilityBins reliability() {
    return hasProbabilities()
        ? ReliabilityBins.of(binRows, binConfidence, binRight)
        : ReliabilityBins.NONE;
  }

  private long correct() {
    return Arrays.stream(right).sum();
  }

  private int presentClasses() {
    int present = 0;
    for (long count : ofTruth) {
      present += count > 0 ? 1 : 0;
    }
    return present;
  }

  private Averages averages(boolean weighted, double divisor) {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    for (int index = 0; index < right.length; index++) {
      double weight = weighted ? ofTruth[index] : 1;
      precision += weight * ratio(right[index], ofPrediction[index]);
      recall += weight * ratio(right[index], ofTruth[index]);
      f1 += weight * ratio(2 * right[index], ofPrediction[index] + ofTruth[index]);
    }
    return new Averages(precision / divisor, recall / divisor, f1 / divisor);
  }

  private static double ratio(long numerator, long denominator) {
    return denominator == 0 ? 0 : (double) numerator / denominator;
  }

  private static long sumOfProducts(long[] first, long[] second) {
    long sum = 0;
    for (int index = 0; index < first.length; index++) {
      sum += first[index] * second[index];
    }
    return sum;
  }
}
