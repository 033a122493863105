package org.fe4j;

import java.io.IOException;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.metrics.MetricsReport;

/** One candidate on one data set, which fails where it fails. */
final class SingleRun {
  private final Evaluation<MetricsReport> settings;
  private final Candidate candidate;
  private final ImageDataset dataset;

  SingleRun(Evaluation<MetricsReport> settings, Candidate candidate, ImageDataset dataset) {
    this.settings = settings;
    this.candidate = candidate;
    this.dataset = dataset;
  }

  MetricsReport run() {
    if (settings.audits()) {
      throw new IllegalStateException(
          "audit() looks at the ranks of backbones, but there is only %s: compare it with others, or use HeadAudit"
              .formatted(candidate.name()));
    }
    EvaluatedImages images = new EvaluatedImages(dataset, settings.protocol());
    CellRun.check(images);
    try (FeatureSource source = candidate.open(settings.progress())) {
      return new CellRun(settings, candidate.name(), images, settings.progress())
          .run(source)
          .report();
    } catch (IOException e) {
      throw new EvaluationException(
          "Cannot evaluate %s on %s: %s"
              .formatted(candidate.name(), dataset.name(), e.getMessage()),
          e);
    }
  }
}
