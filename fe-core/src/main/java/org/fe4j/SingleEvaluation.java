package org.fe4j;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import org.fe4j.backbone.Backbone;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.head.CrossValidator;
import org.fe4j.head.HeadTrainer;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.SkippedRow;
import org.fe4j.validation.Labels;
import org.fe4j.validation.Splitter;

/** One backbone on one data set. */
final class SingleEvaluation {
  private final Evaluation<MetricsReport> settings;
  private final Backbone backbone;
  private final ImageDataset dataset;

  SingleEvaluation(Evaluation<MetricsReport> settings, Backbone backbone, ImageDataset dataset) {
    this.settings = settings;
    this.backbone = backbone;
    this.dataset = dataset;
  }

  MetricsReport run() {
    Splitter splitter = settings.validation();
    HeadTrainer trainer = settings.head();
    Labels whole = Labels.of(dataset);
    // Classes too small for the folds are found before hours of extraction.
    CrossValidator.of(splitter, trainer).check(whole);
    try (FeatureExtractor extractor = settings.openExtractor()) {
      DatasetFeatures features = extractor.extract(dataset, settings.progress());
      ImmutableIntArray kept =
          ImmutableIntArray.copyOf(IntStream.range(0, features.rows()).map(features::index));
      // The whole is divided, so that an unreadable image moves no other one to another fold.
      CrossValidator crossValidator = CrossValidator.of(splitter.retaining(whole, kept), trainer);
      ImmutableList.Builder<String> ids = ImmutableList.builder();
      for (int row = 0; row < features.rows(); row++) {
        ids.add(dataset.id(features.index(row)));
      }
      Predictions predictions =
          crossValidator.validate(
              features, whole.select(kept), ids.build(), settings.progress());
      Map<String, String> provenance = provenance(extractor, splitter, trainer, features);
      return MetricsReport.of(predictions, provenance, skipped(features));
    } catch (IOException e) {
      throw new EvaluationException(
          "Cannot evaluate %s on %s: %s".formatted(backbone.name(), dataset.name(), e.getMessage()),
          e);
    }
  }

  private Map<String, String> provenance(
      FeatureExtractor extractor,
      Splitter splitter,
      HeadTrainer trainer,
      DatasetFeatures features) {
    return ImmutableMap.<String, String>builder()
        .put(
            "data set",
            "%s: %d images, %d classes"
                .formatted(dataset.name(), dataset.size(), dataset.classNames().size()))
        .put("images used", Integer.toString(features.rows()))
        .putAll(extractor.provenance())
        .put("validation", splitter.description())
        .put("head", trainer.description())
        .put("fe4j", Version.NAME)
        .put("java", System.getProperty("java.runtime.version"))
        .buildOrThrow();
  }

  private static ImmutableList<SkippedRow> skipped(DatasetFeatures features) {
    return features.skipped().stream()
        .map(image -> new SkippedRow(image.id(), image.reason()))
        .collect(ImmutableList.toImmutableList());
  }
}
