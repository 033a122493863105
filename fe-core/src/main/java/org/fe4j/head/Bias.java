package org.fe4j.head;

/**
 * The constants of the classes under Adam, in float64, since they are few.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class Bias {

  private final double[] values;
  private final double[] firstMoment;
  private final double[] secondMoment;

  /** Begins at the last row of weights (dimension + 1, classes). */
  Bias(double[] initial, int classCount) {
    values = new double[classCount];
    System.arraycopy(initial, initial.length - classCount, values, 0, classCount);
    firstMoment = new double[classCount];
    secondMoment = new double[classCount];
  }

  float of(int classIndex) {
    return (float) values[classIndex];
  }

  void update(Adam adam, int classIndex, double gradient) {
    double first =
        SoftmaxRegression.FIRST_DECAY * firstMoment[classIndex]
            + (1 - SoftmaxRegression.FIRST_DECAY) * gradient;
    double second =
        SoftmaxRegression.SECOND_DECAY * secondMoment[classIndex]
            + (1 - SoftmaxRegression.SECOND_DECAY) * gradient * gradient;
    firstMoment[classIndex] = first;
    secondMoment[classIndex] = second;
    values[classIndex] -=
        adam.stepSize()
            * first
            / (Math.sqrt(second) * adam.correction() + SoftmaxRegression.EPSILON);
  }

  /** Writes the constants into the last row of weights (dimension + 1, classes). */
  void copyTo(double[] weights) {
    System.arraycopy(values, 0, weights, weights.length - values.length, values.length);
  }
}
