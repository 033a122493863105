package org.fe4j.examples.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fe4j.Evaluation;
import org.fe4j.Reproduction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fe reproduce}: runs the evaluation of a report again. */
@Command(
    name = "reproduce",
    header = "Runs the evaluation of a report again.",
    description = {
      "Reads report.json, runs the evaluation with the same backbone, images and settings, and says"
          + " what differs. Exit code 1 where a prediction is not the same to the bit.",
      "--no-store also computes the features again."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ReproduceCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE", description = "report.json of an evaluation.")
  private Path file = Path.of("");

  @Mixin private final OfflineOption offline = new OfflineOption();

  @Mixin private final StoreOptions store = new StoreOptions();

  ReproduceCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ProgressLine progress = new ProgressLine(console)) {
      Reproduction reproduction =
          Evaluation.reproduce(
              file,
              evaluation -> {
                offline.applyTo(evaluation);
                store.applyTo(evaluation);
                return evaluation.progress(progress);
              });
      progress.endLine();
      console.out().print(reproduction);
      console.out().flush();
      return reproduction.samePredictions() ? 0 : 1;
    }
  }
}
