package org.fe4j.head;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.function.IntConsumer;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Labels;
import org.fe4j.validation.Shuffler;

/**
 * Trains the head of a fold: epochs, stopping, and which epoch is kept. It depends on nothing that
 * other folds do.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class FoldTraining {

  private final LinearSettings settings;
  private final FeatureMatrix features;
  private final Labels labels;
  private final int[] trainRows;
  private final int[] validationRows;
  private final FeatureScaler scaler;
  private final SoftmaxRegression regression;
  private final ImmutableDoubleArray.Builder trainLosses = ImmutableDoubleArray.builder();
  private final ImmutableDoubleArray.Builder validationLosses = ImmutableDoubleArray.builder();

  FoldTraining(LinearSettings settings, FeatureMatrix features, Labels labels, FittingPart part) {
    this.settings = settings;
    this.features = features;
    this.labels = labels;
    this.trainRows = part.train().rows().toArray();
    this.validationRows = part.validation().rows().toArray();
    this.scaler = FeatureScaler.fit(settings.scaling(), features, part.train().rows());
    this.regression =
        settings.float64()
            ? new WideRegression(features, labels, scaler, settings.learningRate())
            : new FastRegression(
                features,
                labels,
                scaler,
                settings.learningRate(),
                Math.min(settings.batchSize(), trainRows.length));
  }

  /**
   * Returns the head.
   *
   * @param epochsDone is told how many epochs more are done, or are not needed any more
   */
  TrainedHead run(IntConsumer epochsDone) {
    EarlyStopping stopping = new EarlyStopping(settings.patience());
    double[] kept = new double[0];
    int keptEpoch = 0;
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      trainLosses.add(trainEpoch(epoch));
      boolean keep = true;
      if (validationRows.length > 0) {
        double loss = finite(regression.lossSum(validationRows), epoch) / validationRows.length;
        validationLosses.add(loss);
        keep = stopping.improves(loss);
      }
      if (keep) {
        kept = regression.weights();
        keptEpoch = epoch;
      }
      if (validationRows.length > 0 && stopping.stops()) {
        epochsDone.accept(settings.epochs() - epoch + 1);
        break;
      }
      epochsDone.accept(1);
    }
    return new TrainedHead(
        new LinearHead(scaler, features.dimension(), labels.classCount(), kept),
        keptEpoch,
        trainLosses.build(),
        validationLosses.build());
  }

  /** Returns the mean loss of the rows, each as it was before its step. */
  private double trainEpoch(int epoch) {
    int[] order = trainRows.clone();
    if (settings.shuffled()) {
      Shuffler.seeded(settings.seed(), epoch).shuffle(order);
    }
    double sum = 0;
    for (int begin = 0; begin < order.length; begin += settings.batchSize()) {
      int end = Math.min(begin + settings.batchSize(), order.length);
      sum += regression.step(order, begin, end);
    }
    return finite(sum, epoch) / order.length;
  }

  private double finite(double loss, int epoch) {
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException(
          "Training diverged: a loss was %s in epoch %d. Scale the features (%s) or lower the"
                  .formatted(loss, epoch, Scaling.STANDARDIZE)
              + " learning rate (%s).".formatted(settings.learningRate()));
    }
    return loss;
  }
}
