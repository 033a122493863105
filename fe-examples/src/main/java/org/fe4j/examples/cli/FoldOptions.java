package org.fe4j.examples.cli;

import picocli.CommandLine.Option;

/** How images are divided. */
final class FoldOptions {
  @Option(
      names = "--folds",
      paramLabel = "N",
      description = "Stratified folds (default: ${DEFAULT-VALUE}).")
  private int folds = 5;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of folds and head (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  int folds() {
    return folds;
  }

  long seed() {
    return seed;
  }
}
