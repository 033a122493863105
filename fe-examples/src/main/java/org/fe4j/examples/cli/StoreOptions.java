package org.fe4j.examples.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.fe4j.ClassifierTraining;
import org.fe4j.Evaluation;
import org.fe4j.download.CacheDirectory;
import org.fe4j.feature.FeatureExtractorBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say where features are kept. */
final class StoreOptions {
  @ArgGroup private final Choice choice = new Choice();

  /** One of the two. */
  static final class Choice {
    @Option(
        names = "--store",
        paramLabel = "DIR",
        description =
            "Keeps features, so that a second run needs no backbone (default: features in the"
                + " cache, ~/.cache/fe4j).")
    private @Nullable Path store;

    @Option(names = "--no-store", description = "Keeps no features.")
    private boolean none;
  }

  private Optional<Path> folder() {
    return choice.none
        ? Optional.empty()
        : Optional.of(choice.store == null ? CacheDirectory.features() : choice.store);
  }

  void applyTo(FeatureExtractorBuilder extraction) {
    folder().ifPresentOrElse(extraction::store, extraction::withoutStore);
  }

  void applyTo(ClassifierTraining training) {
    folder().ifPresentOrElse(training::store, training::withoutStore);
  }

  /** Leaves the default as it is: features that are given have no store. */
  void applyTo(Evaluation<?> evaluation) {
    if (choice.none) {
      evaluation.withoutStore();
    } else if (choice.store != null) {
      evaluation.store(choice.store);
    }
  }
}
