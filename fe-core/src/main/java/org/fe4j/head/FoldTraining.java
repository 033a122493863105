package org.fe4j.head;

import com.google.common.primitives.ImmutableDoubleArray;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Labels;
import org.fe4j.validation.Shuffler;

/**
 * What is a fold's own while all folds are trained together.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class FoldTraining {

  private final LinearSettings settings;
  private final int dimension;
  private final int classCount;
  private final int[] trainRows;
  private final int[] validationRows;
  private final FeatureScaler scaler;
  private final EarlyStopping stopping;
  private final ImmutableDoubleArray.Builder trainLosses = ImmutableDoubleArray.builder();
  private final ImmutableDoubleArray.Builder validationLosses = ImmutableDoubleArray.builder();
  private int[] order;
  private double[] keptWeights = new double[0];
  private double validationLoss;
  private int epoch;
  private int keptEpoch;
  private int steps;

  FoldTraining(LinearSettings settings, FeatureMatrix features, Labels labels, FittingPart part) {
    this.settings = settings;
    this.dimension = features.dimension();
    this.classCount = labels.classCount();
    this.trainRows = part.train().rows().toArray();
    this.validationRows = part.validation().rows().toArray();
    this.order = trainRows;
    this.scaler = FeatureScaler.fit(settings.scaling(), features, part.train().rows());
    this.stopping = new EarlyStopping(settings.patience());
  }

  int[] trainRows() {
    return trainRows;
  }

  int[] validationRows() {
    return validationRows;
  }

  FeatureScaler scaler() {
    return scaler;
  }

  void beginEpoch(int number) {
    epoch = number;
    if (settings.shuffled()) {
      order = trainRows.clone();
      // By seed and epoch alone, so that it does not matter which folds are trained together.
      Shuffler.seeded(settings.seed(), number).shuffle(order);
    }
  }

  /** Returns the train rows in the order of this epoch. */
  int[] order() {
    return order;
  }

  /** Returns the number of a step that is about to be taken, from 1. */
  int nextStep() {
    return ++steps;
  }

  void trainLossSum(double sum) {
    trainLosses.add(finite(sum) / trainRows.length);
  }

  void validationLossSum(double sum) {
    if (validationRows.length > 0) {
      validationLoss = finite(sum) / validationRows.length;
      validationLosses.add(validationLoss);
    }
  }

  private double finite(double loss) {
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException(
          "Training diverged: a loss was %s in epoch %d. Scale the features (%s) or lower the"
                  .formatted(loss, epoch, Scaling.STANDARDIZE)
              + " learning rate (%s).".formatted(settings.learningRate()));
    }
    return loss;
  }

  void endEpoch(double[] weights) {
    if (validationRows.length == 0 || stopping.improves(validationLoss)) {
      keptWeights = weights;
      keptEpoch = epoch;
    }
  }

  boolean stopped() {
    return validationRows.length > 0 && stopping.stops();
  }

  TrainedHead result() {
    return new TrainedHead(
        new LinearHead(scaler, dimension, classCount, keptWeights),
        keptEpoch,
        trainLosses.build(),
        validationLosses.build());
  }
}
