package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Labels;

/**
 * Trains the heads of all folds on the threads of the common pool, an epoch of a fold on one thread
 * at a time. What a fold needs is held from its first epoch to its last, for at most twice as many
 * folds as there are threads, less one.
 */
final class LinearTraining {

  private final LinearSettings settings;
  private final FeatureMatrix features;
  private final Labels labels;
  private final ProgressListener progress;

  LinearTraining(
      LinearSettings settings, FeatureMatrix features, Labels labels, ProgressListener progress) {
    this.settings = settings;
    this.features = features;
    this.labels = labels;
    this.progress = progress;
  }

  ImmutableList<LinearHead> train(List<FittingPart> parts) {
    ProgressCount count =
        new ProgressCount(
            "Training heads", (long) parts.size() * settings.epochs(), "epochs", progress);
    ImmutableDoubleArray learningRates = ImmutableDoubleArray.of(settings.learningRate());
    int threads = Math.min(parts.size(), ForkJoinPool.getCommonPoolParallelism() + 1);
    Turns turns = new Turns(parts.size(), threads);
    // Written by one thread at a time, and handed over by Turns, which locks.
    FoldTraining[] trainings = new FoldTraining[parts.size()];
    ImmutableList.Builder<LinearHead> heads = ImmutableList.builder();
    IntStream.range(0, threads)
        .parallel()
        .forEach(
            thread -> {
              int task = turns.next();
              while (task != Turns.NONE) {
                if (trainings[task] == null) {
                  trainings[task] =
                      new FoldTraining(settings, learningRates, features, labels, parts.get(task));
                }
                boolean goesOn = trainings[task].epoch(count::add);
                task = goesOn ? turns.nextAfterStepOf(task) : turns.next();
              }
            });
    for (FoldTraining training : trainings) {
      heads.add(training.outcomes().get(0).head());
    }
    return heads.build();
  }
}
