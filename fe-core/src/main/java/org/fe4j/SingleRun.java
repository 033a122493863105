package org.fe4j;

import java.io.IOException;
import org.fe4j.backbone.Backbone;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.metrics.MetricsReport;

/** One backbone on one data set, which fails where it fails. */
final class SingleRun {
  private final Evaluation<MetricsReport> settings;
  private final Backbone backbone;
  private final ImageDataset dataset;

  SingleRun(Evaluation<MetricsReport> settings, Backbone backbone, ImageDataset dataset) {
    this.settings = settings;
    this.backbone = backbone;
    this.dataset = dataset;
  }

  MetricsReport run() {
    if (settings.audits()) {
      throw new IllegalStateException(
          "audit() looks at the ranks of backbones, but there is only %s: compare it with others, or use HeadAudit"
              .formatted(backbone.name()));
    }
    EvaluatedImages images = new EvaluatedImages(dataset, settings.protocol());
    CellRun.check(images);
    try (FeatureExtractor extractor = settings.open(backbone, settings.progress())) {
      return new CellRun(settings, backbone, images, settings.progress()).run(extractor).report();
    } catch (IOException e) {
      throw new EvaluationException(
          "Cannot evaluate %s on %s: %s".formatted(backbone.name(), dataset.name(), e.getMessage()),
          e);
    }
  }
}
