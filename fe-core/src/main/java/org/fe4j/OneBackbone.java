package org.fe4j;

import org.fe4j.backbone.Backbone;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.metrics.MetricsReport;

/**
 * A backbone that waits for a data set; see {@link Evaluation#of(Backbone)}.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class OneBackbone {
  private final Backbone backbone;

  OneBackbone(Backbone backbone) {
    this.backbone = backbone;
  }

  /** Returns the evaluation on these images, with default settings. */
  public Evaluation<MetricsReport> on(ImageDataset dataset) {
    return new Evaluation<>(
        backbone, evaluation -> new SingleEvaluation(evaluation, backbone, dataset).run());
  }
}
