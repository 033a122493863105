package org.fe4j.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * The weights (F, D + 1, C) of F softmax regressions and Adam's two moments of their gradients, on
 * an engine. Only operations that every engine of DJL has are used, and no automatic gradient: with
 * the probabilities {@code P = softmax(X W)} and the one-hot targets T, the gradient of the mean
 * cross-entropy over a batch is {@code Xᵀ (P − T) / n}.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class SoftmaxRegressions {

  private static final double FIRST_DECAY = 0.9;
  private static final double SECOND_DECAY = 0.999;
  private static final double EPSILON = 1e-8;
  private static final int[] TRANSPOSED = {0, 2, 1};
  private static final int[] WITHIN_FOLD = {1, 2};

  private final NDManager manager;
  private final double learningRate;
  private final DataType type;
  private final int dimension;
  private final int classCount;
  private NDArray weights;
  private NDArray firstMoment;
  private NDArray secondMoment;
  private NDArray lossSums;

  SoftmaxRegressions(
      NDManager manager, LinearSettings settings, int folds, int dimension, int classCount) {
    this.manager = manager;
    this.learningRate = settings.learningRate();
    this.type = settings.float64() ? DataType.FLOAT64 : DataType.FLOAT32;
    this.dimension = dimension;
    this.classCount = classCount;
    Shape shape = new Shape(folds, dimension + 1, classCount);
    this.weights = manager.zeros(shape, type);
    this.firstMoment = manager.zeros(shape, type);
    this.secondMoment = manager.zeros(shape, type);
    this.lossSums = manager.zeros(new Shape(folds), type);
  }

  /**
   * Takes a step of Adam on the batch of each fold.
   *
   * @param steps the number of the step for each fold, from 1, or 0 for a fold that has no batch:
   *     its moments stay, and so do its weights, which a zero gradient alone would not ensure
   */
  void step(FoldBatches batches, int[] steps) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray x = batches.x(scope);
      NDArray targets = batches.targets(scope);
      NDArray logProbabilities = x.matMul(weights).logSoftmax(-1);
      NDArray difference = logProbabilities.exp().subi(targets).muli(batches.rowWeights(scope));
      lossSums.subi(targets.muli(logProbabilities).sum(WITHIN_FOLD));
      NDArray gradient = x.transpose(TRANSPOSED).matMul(difference);

      firstMoment
          .muli(perFold(scope, steps, step -> FIRST_DECAY, 1))
          .addi(gradient.mul(perFold(scope, steps, step -> 1 - FIRST_DECAY, 0)));
      secondMoment
          .muli(perFold(scope, steps, step -> SECOND_DECAY, 1))
          .addi(gradient.square().muli(perFold(scope, steps, step -> 1 - SECOND_DECAY, 0)));
      NDArray denominator = secondMoment.sqrt();
      denominator.attach(scope);
      denominator
          .divi(perFold(scope, steps, step -> Math.sqrt(1 - Math.pow(SECOND_DECAY, step)), 1))
          .addi(EPSILON);
      NDArray update = firstMoment.div(denominator);
      update.attach(scope);
      weights.subi(
          update.muli(
              perFold(scope, steps, step -> learningRate / (1 - Math.pow(FIRST_DECAY, step)), 0)));
    }
  }

  /** Returns an array (F, 1, 1) of a number for folds that take a step and another for the rest. */
  private NDArray perFold(
      NDManager scope, int[] steps, ToDoubleFunction<Integer> active, double inactive) {
    double[] values = new double[steps.length];
    for (int fold = 0; fold < steps.length; fold++) {
      values[fold] = steps[fold] > 0 ? active.applyAsDouble(steps[fold]) : inactive;
    }
    return scope.create(values, new Shape(steps.length, 1, 1)).toType(type, false);
  }

  /** Returns the sums of losses over the rows of each fold since the last call. */
  double[] takeLossSums() {
    double[] sums = toDoubles(lossSums);
    lossSums.muli(0);
    return sums;
  }

  /** Returns the sum of losses over the batch of each fold. */
  double[] lossSums(FoldBatches batches) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray logProbabilities = batches.x(scope).matMul(weights).logSoftmax(-1);
      return toDoubles(batches.targets(scope).muli(logProbabilities).sum(WITHIN_FOLD).neg());
    }
  }

  /** Returns the weights (F, D + 1, C). */
  double[] weights() {
    return toDoubles(weights);
  }

  /** Keeps some folds only. */
  void keep(int[] folds) {
    weights = kept(weights, folds);
    firstMoment = kept(firstMoment, folds);
    secondMoment = kept(secondMoment, folds);
    lossSums.close();
    lossSums = manager.zeros(new Shape(folds.length), type);
  }

  private NDArray kept(NDArray array, int[] folds) {
    int size = (dimension + 1) * classCount;
    double[] all = toDoubles(array);
    double[] some = new double[folds.length * size];
    for (int i = 0; i < folds.length; i++) {
      System.arraycopy(all, folds[i] * size, some, i * size, size);
    }
    array.close();
    Shape shape = new Shape(folds.length, dimension + 1, classCount);
    try (NDArray wide = manager.create(some, shape)) {
      return wide.toType(type, true);
    }
  }

  private double[] toDoubles(NDArray array) {
    if (type == DataType.FLOAT64) {
      return array.toDoubleArray();
    }
    float[] floats = array.toFloatArray();
    return DoubleStream.iterate(0, i -> i < floats.length, i -> i + 1)
        .map(i -> floats[(int) i])
        .toArray();
  }
}
