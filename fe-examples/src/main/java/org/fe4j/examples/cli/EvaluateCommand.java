package org.fe4j.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fe4j.Evaluation;
import org.fe4j.backbone.Backbone;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.export.FeatureTable;
import org.fe4j.metrics.MetricsReport;
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
          + " a linear head under cross-validation. Or evaluates features that are there already.",
      "Prints the report; writes it as a page, report.html, and as report.json, report.md,"
          + " report.tex and predictions.csv."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private final ModelOptions model = new ModelOptions();

  @Mixin private final DataOptions data = new DataOptions();

  @Mixin private final FeatureOptions features = new FeatureOptions();

  @Mixin private final TestDataOption testData = new TestDataOption();

  @Mixin private final FoldOptions validation = new FoldOptions();

  @Mixin private final ProtocolOptions protocol = new ProtocolOptions();

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
    if (features.isGiven()) {
      return evaluateFeatures(features.table());
    }
    features.requireWithout("--model", "--data");
    Backbone backbone = model.backbone();
    ImageDataset images = testData.images(data, validation, protocol, offline, console);
    Path folder =
        out == null
            ? Path.of("fe4j-out").resolve(DataOptions.folderName(images)).resolve(backbone.name())
            : out;
    ReportFiles.check(folder);
    MetricsReport report;
    try (ProgressLine progress = new ProgressLine(console)) {
      Evaluation<MetricsReport> evaluation = Evaluation.of(backbone).on(images);
      protocol.applyTo(evaluation);
      validation.applyTo(evaluation);
      engine.applyTo(evaluation);
      offline.applyTo(evaluation);
      store.applyTo(evaluation);
      unreadable.applyTo(evaluation);
      report = evaluation.tap(model.tapOf(backbone)).progress(progress).run();
    }
    print(console, report, folder);
    return 0;
  }

  private int evaluateFeatures(FeatureTable table) throws IOException {
    Path folder =
        out == null
            ? Path.of("fe4j-out")
                .resolve(DataOptions.folderName(table.name()))
                .resolve(DataOptions.folderName(table.backbone()))
            : out;
    ReportFiles.check(folder);
    MetricsReport report;
    try (ProgressLine progress = new ProgressLine(console)) {
      Evaluation<MetricsReport> evaluation = Evaluation.ofFeatures(table);
      protocol.applyTo(evaluation);
      validation.applyTo(evaluation);
      unreadable.applyTo(evaluation);
      report = evaluation.progress(progress).run();
    }
    print(console, report, folder);
    return 0;
  }

  /** Prints a report and writes its files. */
  static void print(Console console, MetricsReport report, Path folder) throws IOException {
    console.out().println(report);
    console.out().flush();
    ReportFiles.write(console, report, folder);
  }
}
