package org.fe4j.examples.cli;

import org.fe4j.ClassifierTraining;
import org.fe4j.Evaluation;
import org.fe4j.feature.FeatureExtractorBuilder;
import org.fe4j.feature.UnreadableImagePolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say what happens with images that cannot be read. */
final class UnreadableOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--on-unreadable",
      paramLabel = "fail|skip|quarantine",
      description =
          "What happens with images that cannot be read: the run stops, they are left out, or they"
              + " are left out and copied to the folder quarantine of the store (default: skip).")
  private UnreadableImagePolicy policy = UnreadableImagePolicy.SKIP;

  @Option(
      names = "--allow-unreadable",
      paramLabel = "PERCENT",
      description = "More of them stop the run (default: ${DEFAULT-VALUE}).")
  private double percent = 1;

  private double share() {
    if (!(percent >= 0 && percent <= 100)) {
      throw ModelOptions.usage(
          command, "--allow-unreadable must lie in 0 to 100, but found " + percent);
    }
    return percent / 100;
  }

  void applyTo(FeatureExtractorBuilder extraction) {
    extraction.onUnreadableImage(policy).allowUnreadable(share());
  }

  void applyTo(ClassifierTraining training) {
    training.onUnreadableImage(policy).allowUnreadable(share());
  }

  void applyTo(Evaluation<?> evaluation) {
    evaluation.onUnreadableImage(policy).allowUnreadable(share());
  }
}
