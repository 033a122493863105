package org.fe4j.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.summary.DatasetPage;
import org.fe4j.summary.DatasetSummary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fe describe}: what a data set holds. */
@Command(
    name = "describe",
    header = "Describes labelled images: classes, sizes, copies.",
    description = {
      "Reads a data set and says what it holds and what would spoil an evaluation:"
          + " images that cannot be read, copies in the same or in different classes, classes with"
          + " too few images.",
      "Prints a table; writes describe.html, a page with pictures. No backbone is needed."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DescribeCommand implements Callable<Integer> {
  private static final String PAGE = "describe.html";

  private final Console console;

  @Spec private @Nullable CommandSpec command;

  @Mixin private final DataOptions data = new DataOptions();

  @Mixin private final OfflineOption offline = new OfflineOption();

  @Option(
      names = "--folds",
      paramLabel = "N",
      description = "Folds that each class should have images for (default: ${DEFAULT-VALUE}).")
  private int folds = 5;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where " + PAGE + " goes (default: fe4j-out/DATA).")
  private @Nullable Path out;

  DescribeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (folds < 2) {
      throw ModelOptions.usage(command, "--folds must be 2 or more, but found " + folds);
    }
    ImageDataset images = data.dataset(offline, console);
    Path folder = out == null ? Path.of("fe4j-out").resolve(DataOptions.folderName(images)) : out;
    Path page = folder.resolve(PAGE);
    try (ProgressLine progress = new ProgressLine(console)) {
      DatasetSummary summary = DatasetSummary.builder(images).folds(folds).read(progress);
      progress.endLine();
      console.out().print(summary);
      console.out().flush();
      DatasetPage.write(summary, images, page, progress);
    }
    console.err().printf("Wrote %s%n", page);
    return 0;
  }
}
