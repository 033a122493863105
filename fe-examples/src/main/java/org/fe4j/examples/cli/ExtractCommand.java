package org.fe4j.examples.cli;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fe4j.backbone.Backbone;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.export.ExportFormat;
import org.fe4j.export.FeatureTable;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.feature.FeatureExtractorBuilder;
import org.fe4j.feature.SkippedImage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fe extract}: the features of labelled images, for other tools. */
@Command(
    name = "extract",
    header = "Writes the features of labelled images.",
    description = {
      "Writes the features of labelled images, a row for each image with its path and its"
          + " label. The ending of the file chooses the format: .npy is N x D float32 for numpy,"
          + " with the table of path and label beside it in a .csv file; .csv is one table of path,"
          + " label, f0, f1...; .parquet has columns path, label and features, a list of float;"
          + " .arff is Weka's format."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ExtractCommand implements Callable<Integer> {
  private final Console console;

  @Spec private @Nullable CommandSpec command;

  @Mixin private final ModelOptions model = new ModelOptions();

  @Mixin private final DataOptions data = new DataOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to write: .npy, .csv, .parquet or .arff.")
  private Path out = Path.of("");

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Mixin private final OfflineOption offline = new OfflineOption();

  @Mixin private final StoreOptions store = new StoreOptions();

  @Mixin private final UnreadableOptions unreadable = new UnreadableOptions();

  ExtractCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    ExportFormat format = format(command, out);
    data.refuseAsOutput(format.files(out));
    Backbone backbone = model.backbone();
    ImageDataset images = data.dataset(offline, console);
    DatasetFeatures features;
    FeatureExtractorBuilder extraction =
        FeatureExtractor.builder(backbone)
            .engine(engine.engine())
            .device(engine.device())
            .precision(engine.precision())
            .tap(model.tapOf(backbone));
    offline.applyTo(extraction);
    store.applyTo(extraction);
    unreadable.applyTo(extraction);
    try (ProgressLine progress = new ProgressLine(console);
        FeatureExtractor extractor = extraction.open(progress)) {
      features = extractor.extract(images, progress);
    }
    format.write(FeatureTable.of(features, images), out);
    for (SkippedImage image : features.skipped()) {
      console.err().printf("Skipped %s: %s%n", image.id(), image.reason());
    }
    String files = format.files(out).stream().map(Path::toString).collect(joining(", rows in "));
    console.out().printf("%s: %d x %d float32%n", files, features.rows(), features.dimension());
    return 0;
  }

  /** Asks for the format before the long work, not after. */
  static ExportFormat format(@Nullable CommandSpec command, Path out) {
    ExportFormat format;
    try {
      format = ExportFormat.of(out);
    } catch (IllegalArgumentException e) {
      throw ModelOptions.usage(command, "--out: " + e.getMessage());
    }
    format.requireLibraries();
    return format;
  }
}
