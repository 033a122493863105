package org.fe4j.examples.cli;

import org.fe4j.Evaluation;
import org.fe4j.validation.FewShot;
import org.fe4j.validation.HoldOut;
import org.fe4j.validation.KFold;
import org.fe4j.validation.Splitter;
import org.fe4j.validation.StratifiedGroupKFold;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How images are divided. */
final class FoldOptions {
  private static final int DEFAULT_FOLDS = 5;
  private static final int DEFAULT_DRAWS = 10;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--folds",
      paramLabel = "N",
      description = "Stratified folds with whole groups (default: " + DEFAULT_FOLDS + ").")
  private @Nullable Integer folds;

  @Option(
      names = "--unstratified",
      description = "Folds whatever the classes and groups are, for classes with few images.")
  private boolean unstratified;

  @Option(
      names = "--hold-out",
      paramLabel = "PERCENT",
      description = "No folds: test this share of the images, once; stratified, with whole groups.")
  private @Nullable Double holdOut;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description =
          "Do folds or hold-out so often, each time with the next seed (default: ${DEFAULT-VALUE}).")
  private int repeats = 1;

  @Option(
      names = "--shots",
      paramLabel = "N",
      description = "No folds: train on so few images of each class, and test all others.")
  private @Nullable Integer shots;

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "How often shots are drawn (default: " + DEFAULT_DRAWS + ").")
  private @Nullable Integer draws;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the division and the head (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  /**
   * Returns how the images are to be divided, by the options and their defaults.
   *
   * @throws ParameterException if options contradict each other, or a number is out of range
   */
  Splitter splitter() {
    refuseContradictions();
    try {
      if (shots != null) {
        return FewShot.of(shots, draws == null ? DEFAULT_DRAWS : draws).withSeed(seed);
      }
      if (holdOut != null) {
        HoldOut once = HoldOut.of(holdOut / 100).withSeed(seed);
        return repeats == 1 ? once : once.repeated(repeats);
      }
      int count = folds == null ? DEFAULT_FOLDS : folds;
      if (unstratified) {
        KFold once = KFold.of(count).withSeed(seed);
        return repeats == 1 ? once : once.repeated(repeats);
      }
      StratifiedGroupKFold once = StratifiedGroupKFold.of(count).withSeed(seed);
      return repeats == 1 ? once : once.repeated(repeats);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Sets what the options say, and leaves what they do not to the protocol.
   *
   * @throws ParameterException if options contradict each other, or a number is out of range
   */
  void applyTo(Evaluation<?> evaluation) {
    applyDivisionTo(evaluation);
    evaluation.seed(seed);
  }

  /** The same without the seed of anything else than a division that the options ask for. */
  void applyDivisionTo(Evaluation<?> evaluation) {
    Splitter asked = splitter(); // Refuses what contradicts itself.
    boolean onlyFolds = !unstratified && holdOut == null && shots == null && repeats == 1;
    if (isGiven() && !onlyFolds) {
      evaluation.validation(asked);
    } else if (folds != null) {
      evaluation.folds(folds);
    }
  }

  /** Returns whether an option says how to divide; the seed does not. */
  boolean isGiven() {
    return folds != null
        || unstratified
        || holdOut != null
        || repeats != 1
        || shots != null
        || draws != null;
  }

  private void refuseContradictions() {
    refuse(holdOut != null && folds != null, "--hold-out tests one part: leave out --folds");
    refuse(holdOut != null && unstratified, "--hold-out is stratified: leave out --unstratified");
    refuse(
        holdOut != null && !(holdOut > 0 && holdOut < 100),
        "--hold-out must be a share between 0 and 100 percent, such as 20, not " + holdOut);
    refuse(shots != null && folds != null, "--shots makes no folds: leave out --folds");
    refuse(shots != null && unstratified, "--shots is for each class: leave out --unstratified");
    refuse(shots != null && holdOut != null, "--shots tests all others: leave out --hold-out");
    refuse(shots != null && repeats != 1, "--shots is repeated by --draws: leave out --repeats");
    refuse(shots == null && draws != null, "--draws goes with --shots");
  }

  private void refuse(boolean contradiction, String message) {
    if (contradiction) {
      throw usage(message);
    }
  }

  private ParameterException usage(String message) {
    return ModelOptions.usage(command, message);
  }

  long seed() {
    return seed;
  }
}
