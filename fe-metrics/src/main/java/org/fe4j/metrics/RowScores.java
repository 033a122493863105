package org.fe4j.metrics;

import java.util.Arrays;

/** What each row adds to the figures, computed once however often rows are resampled. */
final class RowScores {
  /** As scikit-learn clips float64 probabilities: 2^-52. */
  private static final double SMALLEST_PROBABILITY = Math.ulp(1.0);

  private final Predictions predictions;
  private final int[] truth;
  private final int[] predicted;

  /** How many classes were more probable than the true one. */
  private final int[] rank;

  private final double[] logLoss;
  private final double[] brierScore;
  private final double[] confidence;
  private final int[] bin;

  private RowScores(Predictions predictions) {
    int rows = predictions.size();
    int rowsOfProbabilities = predictions.hasProbabilities() ? rows : 0;
    this.predictions = predictions;
    this.truth = new int[rows];
    this.predicted = new int[rows];
    Arrays.setAll(truth, predictions::truth);
    Arrays.setAll(predicted, predictions::predicted);
    this.rank = new int[rowsOfProbabilities];
    this.logLoss = new double[rowsOfProbabilities];
    this.brierScore = new double[rowsOfProbabilities];
    this.confidence = new double[rowsOfProbabilities];
    this.bin = new int[rowsOfProbabilities];
    double[] probabilities = new double[predictions.classCount()];
    for (int row = 0; row < rowsOfProbabilities; row++) {
      for (int index = 0; index < probabilities.length; index++) {
        probabilities[index] = predictions.probability(row, index);
      }
      rank[row] = rank(probabilities, truth[row]);
      logLoss[row] = logLoss(probabilities, truth[row]);
      brierScore[row] = brierScore(probabilities, truth[row]);
      confidence[row] = probabilities[predicted[row]];
      bin[row] = ReliabilityBins.binOf(confidence[row]);
    }
  }

  static RowScores of(Predictions predictions) {
    return new RowScores(predictions);
  }

  Predictions predictions() {
    return predictions;
  }

  int size() {
    return truth.length;
  }

  int classCount() {
    return predictions.classCount();
  }

  boolean hasProbabilities() {
    return predictions.hasProbabilities();
  }

  int truth(int row) {
    return truth[row];
  }

  int predicted(int row) {
    return predicted[row];
  }

  int rank(int row) {
    return rank[row];
  }

  double logLoss(int row) {
    return logLoss[row];
  }

  double brierScore(int row) {
    return brierScore[row];
  }

  double confidence(int row) {
    return confidence[row];
  }

  int bin(int row) {
    return bin[row];
  }

  private static int rank(double[] probabilities, int truth) {
    double p = probabilities[truth];
    int rank = 0;
    for (int index = 0; index < probabilities.length; index++) {
      if (probabilities[index] > p || (probabilities[index] == p && index < truth)) {
        rank++;
      }
    }
    return rank;
  }

  private static double logLoss(double[] probabilities, int truth) {
    double sum = 0;
    for (double probability : probabilities) {
      sum += probability;
    }
    double p = probabilities[truth] / sum;
    double clipped = Math.min(Math.max(p, SMALLEST_PROBABILITY), 1 - SMALLEST_PROBABILITY);
    // StrictMath: every JVM computes the same digits, so a report read back compares equal.
    return -StrictMath.log(clipped);
  }

  private static double brierScore(double[] probabilities, int truth) {
    double sum = 0;
    for (int index = 0; index < probabilities.length; index++) {
      double difference = probabilities[index] - (index == truth ? 1 : 0);
      sum += difference * difference;
    }
    return sum;
  }
}
