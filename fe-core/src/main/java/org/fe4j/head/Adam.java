package org.fe4j.head;

/**
 * Adam's step number n (Kingma and Ba, 2015), with its corrections for moments that began at zero.
 *
 * @param stepSize the learning rate under the first moment's correction
 * @param correction what the root of the second moment is multiplied by
 */
record Adam(double stepSize, double correction) {

  /** Returns the step of that number, 1 or more. */
  static Adam step(double learningRate, int number) {
    return new Adam(
        learningRate / (1 - StrictMath.pow(SoftmaxRegression.FIRST_DECAY, number)),
        1 / Math.sqrt(1 - StrictMath.pow(SoftmaxRegression.SECOND_DECAY, number)));
  }

  /** Changes weights and their moments by a gradient; arrays of one length. */
  void update(float[] weights, float[] firstMoment, float[] secondMoment, float[] gradient) {
    float size = (float) stepSize;
    float scale = (float) correction;
    float firstDecay = (float) SoftmaxRegression.FIRST_DECAY;
    float firstShare = (float) (1 - SoftmaxRegression.FIRST_DECAY);
    float secondDecay = (float) SoftmaxRegression.SECOND_DECAY;
    float secondShare = (float) (1 - SoftmaxRegression.SECOND_DECAY);
    float epsilon = (float) SoftmaxRegression.EPSILON;
    for (int i = 0; i < weights.length; i++) {
      float g = gradient[i];
      float first = firstDecay * firstMoment[i] + firstShare * g;
      float second = secondDecay * secondMoment[i] + secondShare * g * g;
      firstMoment[i] = first;
      secondMoment[i] = second;
      weights[i] -= size * first / ((float) Math.sqrt(second) * scale + epsilon);
    }
  }
}
