package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.List;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Labels;

/** Trains the heads of all folds at once, each on a thread of the common pool. */
final class LinearTraining {

  private final LinearSettings settings;
  private final FeatureMatrix features;
  private final Labels labels;
  private final ProgressListener progress;
  private final long begin = System.nanoTime();
  private long done;
  private long total;

  LinearTraining(
      LinearSettings settings, FeatureMatrix features, Labels labels, ProgressListener progress) {
    this.settings = settings;
    this.features = features;
    this.labels = labels;
    this.progress = progress;
  }

  ImmutableList<TrainedHead> train(List<FittingPart> parts) {
    total = (long) parts.size() * settings.epochs();
    return parts.parallelStream()
        .map(part -> new FoldTraining(settings, features, labels, part).run(this::report))
        .collect(ImmutableList.toImmutableList());
  }

  /** One thread at a time, so that a listener need not be safe for use by several. */
  private synchronized void report(int epochs) {
    done += epochs;
    progress.onProgress(
        new Progress(
            "Training heads", done, total, "epochs", Duration.ofNanos(System.nanoTime() - begin)));
  }
}
