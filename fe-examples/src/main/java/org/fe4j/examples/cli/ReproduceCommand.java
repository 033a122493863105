package org.fe4j.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.fe4j.Evaluation;
import org.fe4j.Reproduction;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.validation.SplitDataset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fe reproduce}: runs the evaluation of a report again. */
@Command(
    name = "reproduce",
    header = "Runs the evaluation of a report again.",
    description = {
      "Reads report.json, runs the evaluation with the same backbone, images and settings, and says"
          + " what differs. Exit code 1 where a prediction is not the same to the bit.",
      "What the report only describes is given again: --head, --hold-out, --shots and the like, and"
          + " --data and --test-data where the images are elsewhere now.",
      "--no-store also computes the features again."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ReproduceCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE", description = "report.json of an evaluation.")
  private Path file = Path.of("");

  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "DIR|LIST|NAME",
      description = "The images (default: where the report says they are).")
  private @Nullable String data;

  @Option(
      names = "--test-data",
      paramLabel = "DIR|LIST",
      description = "The images to test on, where the evaluation had them apart; goes with --data.")
  private @Nullable Path testData;

  @Mixin private final FoldOptions validation = new FoldOptions();

  @Option(
      names = "--head",
      paramLabel = "logistic|neighbors|mean",
      description = "The head that the evaluation was given.")
  private ProtocolOptions.@Nullable Head head;

  @Mixin private final OfflineOption offline = new OfflineOption();

  @Mixin private final StoreOptions store = new StoreOptions();

  ReproduceCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (testData != null && data == null) {
      throw ModelOptions.usage(command, "--test-data goes with --data");
    }
    try (ProgressLine progress = new ProgressLine(console)) {
      UnaryOperator<Evaluation<MetricsReport>> changes =
          evaluation -> {
            offline.applyTo(evaluation);
            store.applyTo(evaluation);
            validation.applyDivisionTo(evaluation);
            if (head != null) {
              ProtocolOptions.apply(head, evaluation);
            }
            return evaluation.progress(progress);
          };
      Reproduction reproduction =
          data == null
              ? Evaluation.reproduce(file, changes)
              : Evaluation.reproduce(file, images(data), changes);
      progress.endLine();
      console.out().print(reproduction);
      console.out().flush();
      return reproduction.samePredictions() ? 0 : 1;
    }
  }

  private ImageDataset images(String given) throws IOException {
    return testData == null
        ? DataOptions.named(command, given, validation.isGiven(), offline, console)
        : SplitDataset.of(
            DataOptions.whole(command, given, offline, console),
            TestDataOption.open(command, testData));
  }
}
