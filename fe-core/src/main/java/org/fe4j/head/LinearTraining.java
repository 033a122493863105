package org.fe4j.head;

import ai.djl.ndarray.NDManager;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fe4j.engine.Engines;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Labels;

/** Trains the heads of all folds together. */
final class LinearTraining {

  private static final int VALIDATION_WIDTH = 256;

  /** Bytes of the rows of a step; folds beyond are trained after the others. */
  private static final long LARGEST_STEP = 256L << 20;

  private final LinearSettings settings;
  private final FeatureMatrix features;
  private final Labels labels;
  private final long begin = System.nanoTime();

  LinearTraining(LinearSettings settings, FeatureMatrix features, Labels labels) {
    this.settings = settings;
    this.features = features;
    this.labels = labels;
  }

  ImmutableList<TrainedHead> train(List<FittingPart> parts, ProgressListener progress) {
    long bytesOfRow = (features.dimension() + 1L) * (settings.float64() ? 8 : 4);
    long widest = Math.max(settings.batchSize(), VALIDATION_WIDTH);
    int together = (int) Math.max(1, LARGEST_STEP / (bytesOfRow * widest));
    List<List<FittingPart>> groups = Lists.partition(parts, together);
    ImmutableList.Builder<TrainedHead> heads = ImmutableList.builder();
    for (int group = 0; group < groups.size(); group++) {
      int before = group * settings.epochs();
      int total = groups.size() * settings.epochs();
      heads.addAll(
          trainTogether(
              groups.get(group), epoch -> progress.onProgress(progressAt(before + epoch, total))));
    }
    return heads.build();
  }

  private Progress progressAt(int epochs, int total) {
    return new Progress(
        "Training heads", epochs, total, "epochs", Duration.ofNanos(System.nanoTime() - begin));
  }

  @FunctionalInterface
  private interface EpochListener {
    void onEpoch(int epoch);
  }

  private List<TrainedHead> trainTogether(List<FittingPart> parts, EpochListener listener) {
    List<FoldTraining> all =
        parts.stream().map(part -> new FoldTraining(settings, features, labels, part)).toList();
    List<FoldTraining> active = new ArrayList<>(all);
    try (NDManager manager = Engines.start(Engines.PYTORCH).newBaseManager()) {
      SoftmaxRegressions regressions =
          new SoftmaxRegressions(
              manager, settings, all.size(), features.dimension(), labels.classCount());
      FoldBatches trainBatches = batches(all, settings.batchSize(), false);
      FoldBatches validationBatches = batches(all, VALIDATION_WIDTH, true);
      for (int epoch = 1; epoch <= settings.epochs() && !active.isEmpty(); epoch++) {
        trainEpoch(epoch, active, regressions, trainBatches);
        validate(active, regressions, validationBatches);
        double[] weights = regressions.weights();
        int size = weights.length / active.size();
        for (int fold = 0; fold < active.size(); fold++) {
          active.get(fold).endEpoch(Arrays.copyOfRange(weights, fold * size, (fold + 1) * size));
        }
        int[] kept =
            IntStream.range(0, active.size()).filter(i -> !active.get(i).stopped()).toArray();
        if (kept.length < active.size()) {
          active.removeIf(FoldTraining::stopped);
          if (kept.length > 0) {
            regressions.keep(kept);
            trainBatches.shrink(kept.length);
            validationBatches.shrink(kept.length);
          }
        }
        listener.onEpoch(active.isEmpty() ? settings.epochs() : epoch);
      }
    }
    return all.stream().map(FoldTraining::result).toList();
  }

  private FoldBatches batches(List<FoldTraining> folds, int width, boolean validation) {
    int rows =
        folds.stream()
            .mapToInt(f -> validation ? f.validationRows().length : f.trainRows().length)
            .max()
            .orElse(0);
    return new FoldBatches(
        features, labels, folds.size(), Math.min(width, rows), settings.float64());
  }

  private static void trainEpoch(
      int epoch, List<FoldTraining> folds, SoftmaxRegressions regressions, FoldBatches batches) {
    folds.forEach(fold -> fold.beginEpoch(epoch));
    int rows = folds.stream().mapToInt(fold -> fold.trainRows().length).max().orElse(0);
    int[] steps = new int[folds.size()];
    for (int begin = 0; begin < rows; begin += batches.width()) {
      for (int fold = 0; fold < folds.size(); fold++) {
        FoldTraining training = folds.get(fold);
        int[] order = training.order();
        int end = Math.min(begin + batches.width(), order.length);
        batches.fill(fold, training.scaler(), order, Math.min(begin, end), end);
        steps[fold] = begin < end ? training.nextStep() : 0;
      }
      regressions.step(batches, steps);
    }
    double[] losses = regressions.takeLossSums();
    for (int fold = 0; fold < folds.size(); fold++) {
      folds.get(fold).trainLossSum(losses[fold]);
    }
  }

  private static void validate(
      List<FoldTraining> folds, SoftmaxRegressions regressions, FoldBatches batches) {
    int rows = folds.stream().mapToInt(fold -> fold.validationRows().length).max().orElse(0);
    double[] sums = new double[folds.size()];
    for (int begin = 0; begin < rows; begin += batches.width()) {
      for (int fold = 0; fold < folds.size(); fold++) {
        FoldTraining training = folds.get(fold);
        int end = Math.min(begin + batches.width(), training.validationRows().length);
        batches.fill(fold, training.scaler(), training.validationRows(), Math.min(begin, end), end);
      }
      double[] losses = regressions.lossSums(batches);
      for (int fold = 0; fold < sums.length; fold++) {
        sums[fold] += losses[fold];
      }
    }
    for (int fold = 0; fold < sums.length; fold++) {
      folds.get(fold).validationLossSum(sums[fold]);
    }
  }
}
