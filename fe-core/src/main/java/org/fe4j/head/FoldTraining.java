package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.metrics.TrainingCurve;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Labels;
import org.fe4j.validation.Shuffler;

/**
 * Trains the head of a fold: epochs, stopping, and which epoch is kept; or several heads at once
 * that differ in their learning rate only, so that a row is read and scaled once for all. It
 * depends on nothing that other folds do, and no head depends on the others.
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
  private final RowBatch batch;
  private final ImmutableList<Learner> learners;

  /** Those that have not ended. */
  private final List<Learner> going;

  /** The number of the epoch, from 1. */
  private int epoch;

  /**
   * Prepares training.
   *
   * @param settings all but the learning rate
   * @param learningRates of each head
   */
  FoldTraining(
      LinearSettings settings,
      ImmutableDoubleArray learningRates,
      FeatureMatrix features,
      Labels labels,
      FittingPart part) {
    this.settings = settings;
    this.features = features;
    this.labels = labels;
    this.trainRows = part.train().rows().toArray();
    this.validationRows = part.validation().rows().toArray();
    this.scaler = FeatureScaler.fit(settings.scaling(), features, part.train().rows());
    int capacity = Math.min(settings.batchSize(), trainRows.length);
    ImmutableList.Builder<Learner> builder = ImmutableList.builder();
    double[] initial =
        settings.initialWeights().of(features.dimension(), labels.classCount(), settings.seed());
    if (settings.float64()) {
      WideBatch wide = new WideBatch(features, labels, scaler, capacity);
      learningRates.forEach(
          rate ->
              builder.add(
                  new Learner(rate, new WideRegression(wide, labels.classCount(), rate, initial))));
      batch = wide;
    } else {
      PieceBatch pieces = new PieceBatch(features, labels, scaler, capacity);
      learningRates.forEach(
          rate ->
              builder.add(
                  new Learner(
                      rate,
                      SoftmaxRegression.inFloat32(pieces, labels.classCount(), rate, initial))));
      batch = pieces;
    }
    learners = builder.build();
    going = new ArrayList<>(learners);
  }

  /**
   * Returns what became of each learning rate, in their order, after all epochs.
   *
   * @param epochsDone is told how many epochs more are done, or are not needed any more
   */
  ImmutableList<Outcome> run(IntConsumer epochsDone) {
    boolean goesOn = true;
    while (goesOn) {
      goesOn = epoch(epochsDone);
    }
    return outcomes();
  }

  /** Trains for an epoch; returns whether there is another. */
  boolean epoch(IntConsumer epochsDone) {
    epoch++;
    trainEpoch();
    validate();
    for (Learner learner : ImmutableList.copyOf(going)) {
      boolean last = learner.endsEpoch(epoch);
      if (last) {
        going.remove(learner);
      }
      epochsDone.accept(last ? settings.epochs() - epoch + 1 : 1);
    }
    return !going.isEmpty();
  }

  /** Returns what became of each learning rate, in their order, once no epoch is left. */
  ImmutableList<Outcome> outcomes() {
    return learners.stream().map(Learner::outcome).collect(ImmutableList.toImmutableList());
  }

  private void trainEpoch() {
    int[] order = trainRows.clone();
    switch (settings.shuffling()) {
      case EACH_EPOCH -> Shuffler.seeded(settings.seed(), epoch).shuffle(order);
      case ONCE -> Shuffler.seeded(settings.seed()).shuffle(order);
      case NEVER -> {}
    }
    for (int begin = 0; begin < order.length; begin += settings.batchSize()) {
      batch.load(order, begin, Math.min(begin + settings.batchSize(), order.length));
      for (Learner learner : going) {
        learner.trainLoss += learner.regression.step();
      }
    }
  }

  private void validate() {
    for (int begin = 0; begin < validationRows.length; begin += batch.capacity()) {
      batch.load(validationRows, begin, Math.min(begin + batch.capacity(), validationRows.length));
      for (Learner learner : going) {
        learner.validationLoss = learner.regression.addLosses(learner.validationLoss);
      }
    }
  }

  /** What became of a learning rate; holds nothing of the training. */
  sealed interface Outcome {

    /**
     * Returns the head.
     *
     * @throws IllegalStateException if training diverged; the message says when and what to do
     */
    LinearHead head();

    /** Returns whether a loss was not a finite number. */
    boolean diverged();
  }

  private record Trained(LinearHead head) implements Outcome {
    @Override
    public boolean diverged() {
      return false;
    }
  }

  private record Diverged(String trouble) implements Outcome {
    @Override
    public LinearHead head() {
      throw new IllegalStateException(trouble);
    }

    @Override
    public boolean diverged() {
      return true;
    }
  }

  /** A head on its way. */
  private final class Learner {
    private final double learningRate;
    private final SoftmaxRegression regression;
    private final StoppingRule stopping = settings.stopping().rule(settings.patience());
    private final ImmutableDoubleArray.Builder trainLosses = ImmutableDoubleArray.builder();
    private final ImmutableDoubleArray.Builder validationLosses = ImmutableDoubleArray.builder();

    /** The sum of the losses of the rows so far, in this epoch. */
    private double trainLoss;

    private double validationLoss;
    private double[] kept = new double[0];
    private int keptEpoch;
    private String trouble = "";

    Learner(double learningRate, SoftmaxRegression regression) {
      this.learningRate = learningRate;
      this.regression = regression;
    }

    /** Returns whether the epoch was the last one. */
    boolean endsEpoch(int epoch) {
      double loss = Double.isFinite(trainLoss) ? validationLoss : trainLoss;
      if (!Double.isFinite(loss)) {
        trouble =
            "Training diverged: a loss was %s in epoch %d. Scale the features (%s) or lower the"
                    .formatted(loss, epoch, Scaling.STANDARDIZE)
                + " learning rate (%s).".formatted(learningRate);
        return true;
      }
      trainLosses.add(trainLoss / trainRows.length);
      boolean keep = true;
      boolean stop = false;
      if (validationRows.length > 0) {
        double mean = validationLoss / validationRows.length;
        validationLosses.add(mean);
        keep = stopping.keeps(mean);
        stop = stopping.stops();
      }
      if (keep) {
        kept = regression.weights();
        keptEpoch = epoch;
      }
      trainLoss = 0;
      validationLoss = 0;
      return stop || epoch == settings.epochs();
    }

    Outcome outcome() {
      if (!trouble.isEmpty()) {
        return new Diverged(trouble);
      }
      TrainingCurve curve =
          new TrainingCurve(keptEpoch, trainLosses.build(), validationLosses.build());
      return new Trained(
          new LinearHead(scaler, features.dimension(), labels.classCount(), kept, curve));
    }
  }
}
