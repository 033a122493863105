package org.fe4j.examples.cli;

import org.fe4j.ClassifierTraining;
import org.fe4j.Evaluation;
import org.fe4j.download.OfflineMode;
import org.fe4j.feature.FeatureExtractorBuilder;
import picocli.CommandLine.Option;

/** The option that forbids every connection. */
final class OfflineOption {
  @Option(
      names = "--offline",
      description = "Make no connection: weights must be here (default: what FE4J_OFFLINE says).")
  private boolean offline;

  /** Returns whether the network may be used. */
  OfflineMode mode() {
    return offline ? OfflineMode.REQUESTED : OfflineMode.current();
  }

  void applyTo(ClassifierTraining training) {
    if (offline) {
      training.offline();
    }
  }

  void applyTo(Evaluation<?> evaluation) {
    if (offline) {
      evaluation.offline();
    }
  }

  void applyTo(FeatureExtractorBuilder extraction) {
    if (offline) {
      extraction.offline();
    }
  }
}
