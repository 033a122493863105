package org.fe4j.metrics.report;

import org.fe4j.metrics.Predictions;

/**
 * How probabilities are written: in the fewest digits that read back as the same number of their
 * type. Heads compute in float, and a float written as a double has twice the digits.
 */
enum ProbabilityText {
  /** Every probability is exactly a float. */
  FLOAT32("float32") {
    @Override
    String write(double probability) {
      return Float.toString((float) probability);
    }

    @Override
    double read(String text) {
      return Float.parseFloat(text);
    }
  },
  /** Some probability is not. */
  FLOAT64("float64") {
    @Override
    String write(double probability) {
      return Double.toString(probability);
    }

    @Override
    double read(String text) {
      return Double.parseDouble(text);
    }
  };

  private final String key;

  ProbabilityText(String key) {
    this.key = key;
  }

  /** Returns the shortest type that holds every probability of the predictions. */
  static ProbabilityText of(Predictions predictions) {
    for (int row = 0; predictions.hasProbabilities() && row < predictions.size(); row++) {
      for (int index = 0; index < predictions.classCount(); index++) {
        double probability = predictions.probability(row, index);
        if ((float) probability != probability) {
          return FLOAT64;
        }
      }
    }
    return FLOAT32;
  }

  String key() {
    return key;
  }

  abstract String write(double probability);

  /** Returns the number, whatever its range. */
  abstract double read(String text);
}
