package org.fe4j;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.util.Collection;
import org.fe4j.backbone.Backbone;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.comparison.Comparison;

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
        ImmutableList.of(backbone),
        evaluation ->
            new SingleRun(evaluation, new BackboneCandidate(evaluation, backbone), dataset).run());
  }

  /**
   * Returns the evaluation on several data sets, with default settings.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public Evaluation<Comparison> on(ImageDataset first, ImageDataset second, ImageDataset... more) {
    return onAll(Lists.asList(first, second, more));
  }

  /**
   * Returns the evaluation on several data sets, with default settings.
   *
   * @throws IllegalArgumentException if there is none, or two have the same name
   */
  public Evaluation<Comparison> onAll(Collection<? extends ImageDataset> datasets) {
    return new SeveralBackbones(ImmutableList.of(backbone)).onAll(datasets);
  }
}
