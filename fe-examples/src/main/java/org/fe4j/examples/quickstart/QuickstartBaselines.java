package org.fe4j.examples.quickstart;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.Evaluation;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.Backbones;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.head.LinearHeadTrainer;
import org.fe4j.head.NearestMeanTrainer;
import org.fe4j.head.Scaling;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.Splitter;

/** What a backbone's weights must beat: the same backbone untrained, and no backbone at all. */
public final class QuickstartBaselines {
  private QuickstartBaselines() {}

  /**
   * Returns a report for each baseline, under the same folds.
   *
   * @param architecture the name in the zoo
   * @param splitter makes the folds
   * @param seed of the weights and the heads
   * @param folder where the file with random weights goes
   */
  public static ImmutableMap<String, MetricsReport> evaluate(
      ImageDataset images,
      String architecture,
      Splitter splitter,
      long seed,
      Path folder,
      ProgressListener progress)
      throws IOException {
    Path file = folder.resolve("random-weights.safetensors");
    RandomWeights.write(file, architecture, Backbones.named(architecture), seed);
    Backbone untrained = Backbones.named(architecture, file);
    MetricsReport random =
        Evaluation.of(untrained)
            .on(images)
            .validation(splitter)
            .seed(seed)
            .withoutStore() // nobody looks for these features again
            .progress(progress)
            .run();
    RawPixels pixels = RawPixels.of(images);
    String side = RawPixels.SIDE_PIXELS + " x " + RawPixels.SIDE_PIXELS;
    return ImmutableMap.of(
        architecture + ", random weights",
        random,
        "raw pixels " + side + ", linear head",
        pixels.evaluate(splitter, LinearHeadTrainer.builder().seed(seed).build()),
        "raw pixels " + side + ", nearest class mean",
        pixels.evaluate(splitter, NearestMeanTrainer.of(Scaling.NONE)));
  }
}
