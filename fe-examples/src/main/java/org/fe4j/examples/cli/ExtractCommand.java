package org.fe4j.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fe4j.backbone.Backbone;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.feature.FeatureExtractorBuilder;
import org.fe4j.feature.NpyFile;
import org.fe4j.feature.SkippedImage;
import org.fe4j.file.WholeFile;
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
      "Writes the features of a folder of class folders or a list of images: N x D float32 for"
          + " numpy, and beside it a table of path and label in the same order."
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
      paramLabel = "features.npy",
      description = "The file to write; the table beside it ends in .csv.")
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
    Path table = tableBeside(out);
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
    NpyFile.write(features, out);
    WholeFile.write(table, file -> Files.writeString(file, table(images, features)));
    for (SkippedImage image : features.skipped()) {
      console.err().printf("Skipped %s: %s%n", image.id(), image.reason());
    }
    console
        .out()
        .printf(
            "%s: %d x %d float32; rows in %s%n", out, features.rows(), features.dimension(), table);
    return 0;
  }

  private Path tableBeside(Path features) {
    String name = String.valueOf(features.getFileName());
    if (!name.endsWith(".npy")) {
      throw ModelOptions.usage(
          command, "--out must name a file that ends in .npy, but found \"" + features + "\"");
    }
    return features.resolveSibling(name.substring(0, name.length() - ".npy".length()) + ".csv");
  }

  private static String table(ImageDataset images, DatasetFeatures features) {
    StringBuilder csv = new StringBuilder("path,label\n");
    for (int row = 0; row < features.rows(); row++) {
      int image = features.index(row);
      csv.append(quoted(images.id(image)))
          .append(',')
          .append(quoted(images.classNames().get(images.label(image))))
          .append('\n');
    }
    return csv.toString();
  }

  /** Quotes where RFC 4180 asks for it. */
  private static String quoted(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
