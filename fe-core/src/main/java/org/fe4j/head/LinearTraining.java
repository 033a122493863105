package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Labels;

/** Trains the heads of all folds at once, each on a thread of the common pool. */
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
    return parts.parallelStream()
        .map(part -> new FoldTraining(settings, learningRates, features, labels, part))
        .map(training -> training.run(count::add).get(0).head())
        .collect(ImmutableList.toImmutableList());
  }
}
