package org.fe4j.examples.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fe4j.Evaluation;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.examples.cli.EngineRun.Outcome;
import org.fe4j.examples.cli.EngineRun.Setting;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.ExtractionCost;
import org.fe4j.feature.FeatureComparison;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.feature.FeatureExtractorBuilder;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.PredictionChanges;
import org.fe4j.metrics.Predictions;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.fe4j.store.RecipePart;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs backbones on the same images on several engines and in several precisions, each time from
 * the files on, and compares features and predictions with those of the first that runs. Not safe
 * for concurrent use; confine an instance to one thread.
 */
final class EquivalenceRun {
  private static final Logger LOGGER = LoggerFactory.getLogger(EquivalenceRun.class);

  private final ImageDataset images;
  private final ImmutableList<Setting> settings;
  private final DeviceKind device;
  private final OfflineOption offline;
  private final ProgressListener progress;

  /** How many runs there are of all backbones, and the number of the current one. */
  private final int total;

  private int number;

  EquivalenceRun(
      ImageDataset images,
      ImmutableList<Setting> settings,
      DeviceKind device,
      OfflineOption offline,
      int backbones,
      ProgressListener progress) {
    this.images = images;
    this.settings = settings;
    this.device = device;
    this.offline = offline;
    this.total = backbones * settings.size();
    this.progress = progress;
  }

  /** What a run leaves behind for the comparison. */
  private record Extracted(
      Setting setting,
      DatasetFeatures features,
      Predictions predictions,
      OptionalDouble millisecondsPerImage,
      ImmutableMap<String, String> provenance) {}

  /** Returns how a backbone did; what cannot run is a run with a reason. */
  BackboneRuns run(Backbone backbone) throws IOException {
    // Not the user's store: nothing may be taken from earlier runs, times least of all.
    Path store = Files.createTempDirectory("fe4j-equivalence-");
    try {
      return run(backbone, store);
    } finally {
      deleteSoon(store);
    }
  }

  private BackboneRuns run(Backbone backbone, Path store) {
    ImmutableList.Builder<EngineRun> runs = ImmutableList.builder();
    @Nullable Extracted first = null;
    for (Setting setting : settings) {
      number++;
      Setting reference = first == null ? setting : first.setting;
      try {
        // Each with a store of its own, or the same setting would find what it did before.
        Extracted now = extract(backbone, setting, store.resolve("" + setting.number()));
        first = first == null ? now : first;
        runs.add(new EngineRun(setting, reference, Optional.of(compare(first, now)), ""));
      } catch (IOException | RuntimeException e) {
        LOGGER.debug("{} on {}", backbone.name(), setting, e);
        runs.add(new EngineRun(setting, reference, Optional.empty(), RunErrors.message(e)));
      }
    }
    return new BackboneRuns(backbone.name(), runs.build());
  }

  private static Outcome compare(Extracted first, Extracted now) {
    return new Outcome(
        FeatureComparison.of(first.features, now.features),
        PredictionChanges.of(first.predictions, now.predictions),
        now.millisecondsPerImage,
        now.provenance);
  }

  private Extracted extract(Backbone backbone, Setting setting, Path store) throws IOException {
    ProgressListener stages = stages(backbone, setting);
    FeatureExtractorBuilder extraction =
        FeatureExtractor.builder(backbone)
            .engine(setting.engine())
            .device(device)
            .precision(setting.precision())
            .store(store);
    offline.applyTo(extraction);
    DatasetFeatures features;
    OptionalDouble time;
    ImmutableMap<String, String> provenance;
    try (FeatureExtractor extractor = extraction.open(stages)) {
      features = extractor.extract(images, stages);
      time = time(extractor.cost(images, stages));
      provenance = provenance(extractor);
    }
    // The features are stored now: no second forward pass.
    Predictions predictions = predictions(backbone, setting, store, stages);
    return new Extracted(setting, features, predictions, time, provenance);
  }

  private static OptionalDouble time(Optional<ExtractionCost> cost) {
    return cost.stream().mapToDouble(ExtractionCost::millisecondsPerImage).findFirst();
  }

  /** Returns what the standard protocol's heads say of images that they were not fitted on. */
  private Predictions predictions(
      Backbone backbone, Setting setting, Path store, ProgressListener stages) {
    Evaluation<MetricsReport> evaluation =
        Evaluation.of(backbone)
            .on(images)
            .engine(setting.engine())
            .device(device)
            .precision(setting.precision())
            .store(store)
            .progress(stages);
    offline.applyTo(evaluation);
    return evaluation.run().predictions();
  }

  private static ImmutableMap<String, String> provenance(FeatureExtractor extractor) {
    return ImmutableMap.<String, String>builder()
        .putAll(extractor.provenance())
        .put("native library", extractor.recipe().part(RecipePart.NATIVE_LIBRARY))
        .buildKeepingLast();
  }

  private ProgressListener stages(Backbone backbone, Setting setting) {
    String run = "[%d of %d] %s on %s".formatted(number, total, backbone.name(), setting);
    return stage ->
        progress.onProgress(
            new Progress(
                run + ": " + stage.stage(),
                stage.done(),
                stage.total(),
                stage.unit(),
                stage.elapsed()));
  }

  /** What is mapped stays readable without a name, but where systems do not allow that. */
  private static void deleteSoon(Path folder) throws IOException {
    try {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      LOGGER.debug("{} is deleted when the JVM ends", folder, e);
      try (var files = Files.walk(folder)) {
        files.map(Path::toFile).forEach(java.io.File::deleteOnExit);
      }
    }
  }
}
