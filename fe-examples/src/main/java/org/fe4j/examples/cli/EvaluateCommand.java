package org.fe4j.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fe4j.Evaluation;
import org.fe4j.backbone.Backbone;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.report.ReportDirectory;
import org.fe4j.validation.Splitter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fe evaluate}: how good a backbone is on labelled images. */
@Command(
    name = "evaluate",
    header = "Evaluates a backbone on labelled images.",
    description = {
      "Evaluates a frozen backbone on a folder of class folders or a list of images: features, then"
          + " a linear head under cross-validation.",
      "Prints the report; writes report.json, report.md and predictions.csv."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private final ModelOptions model = new ModelOptions();

  @Mixin private final DataOptions data = new DataOptions();

  @Mixin private final TestDataOption testData = new TestDataOption();

  @Mixin private final FoldOptions validation = new FoldOptions();

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Mixin private final OfflineOption offline = new OfflineOption();

  @Mixin private final StoreOptions store = new StoreOptions();

  @Mixin private final UnreadableOptions unreadable = new UnreadableOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the report files go (default: fe4j-out/DATA/MODEL).")
  private @Nullable Path out;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Backbone backbone = model.backbone();
    DividedImages divided = testData.images(data, validation, offline, console);
    ImageDataset images = divided.images();
    Splitter splitter = divided.given().map(validation::splitter).orElseGet(validation::splitter);
    MetricsReport report;
    try (ProgressLine progress = new ProgressLine(console)) {
      Evaluation<MetricsReport> evaluation =
          Evaluation.of(backbone)
              .on(images)
              .engine(engine.engine())
              .device(engine.device())
              .precision(engine.precision())
              .tap(model.tapOf(backbone))
              .validation(splitter)
              .seed(validation.seed())
              .progress(progress);
      offline.applyTo(evaluation);
      store.applyTo(evaluation);
      unreadable.applyTo(evaluation);
      report = evaluation.run();
    }
    Path folder =
        out == null
            ? Path.of("fe4j-out").resolve(DataOptions.folderName(images)).resolve(backbone.name())
            : out;
    print(console, report, folder);
    return 0;
  }

  /** Prints a report and writes its files. */
  static void print(Console console, MetricsReport report, Path folder) throws IOException {
    console.out().println(report);
    console.out().flush();
    ReportDirectory.write(report, folder);
    console
        .err()
        .printf(
            "Wrote %s, %s and %s to %s%n",
            ReportDirectory.JSON_FILE,
            ReportDirectory.MARKDOWN_FILE,
            ReportDirectory.CSV_FILE,
            folder);
  }
}
