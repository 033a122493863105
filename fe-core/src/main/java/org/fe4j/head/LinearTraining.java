package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
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
    Map<Integer, FoldTraining> waiting = new ConcurrentHashMap<>();
    Map<Integer, FoldTraining.Outcome> outcomes = new ConcurrentHashMap<>();
    IntStream.range(0, threads)
        .parallel()
        .forEach(
            thread -> {
              int task = turns.next();
              while (task != Turns.NONE) {
                FoldTraining training = waiting.remove(task);
                if (training == null) {
                  training =
                      new FoldTraining(settings, learningRates, features, labels, parts.get(task));
                }
                if (training.epoch(count::add)) {
                  waiting.put(task, training);
                  task = turns.nextAfterStepOf(task);
                } else {
                  outcomes.put(task, training.outcomes().get(0));
                  task = turns.next();
                }
              }
            });
    // Only now, so that of several that diverged the first one is named.
    return IntStream.range(0, parts.size())
        .mapToObj(task -> Objects.requireNonNull(outcomes.get(task)).head())
        .collect(ImmutableList.toImmutableList());
  }
}
