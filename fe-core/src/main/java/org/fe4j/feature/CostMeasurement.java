package org.fe4j.feature;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.ImageLoader.Cropped;
import org.fe4j.feature.ImageLoader.Loaded;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;

/**
 * Sends some images through a backbone to learn what they cost, and keeps no feature. Batches are
 * full, as in an extraction; a small data set is gone through more than once.
 */
final class CostMeasurement {
  private static final int BATCHES = 3;
  private static final long ENOUGH_NANOS = 2_000_000_000L;
  private static final int MOST_BATCHES = 64;

  private final FeatureExtractorBuilder settings;
  private final ImageDataset dataset;
  private final DatasetExtraction.ModelSource model;
  private final ProgressListener progress;
  private final CostMeter meter;
  private final long begin = System.nanoTime();
  private int batches;
  private boolean readable;

  CostMeasurement(
      FeatureExtractorBuilder settings,
      ImageDataset dataset,
      DatasetExtraction.ModelSource model,
      CostMeter meter,
      ProgressListener progress) {
    this.settings = settings;
    this.dataset = dataset;
    this.model = model;
    this.meter = meter;
    this.progress = progress;
  }

  Optional<ExtractionCost> run() throws IOException {
    EngineModel loaded = model.get();
    // However few of them can be read, they fill batches in the end.
    int images = dataset.size() == 0 ? 0 : Integer.MAX_VALUE;
    try (ImageLoader loader = new ImageLoader(settings, dataset, images, hash -> false)) {
      int seen = 0;
      for (Optional<Loaded> next = loader.next();
          next.isPresent() && !isEnough();
          next = loader.next()) {
        if (next.get() instanceof Cropped) {
          loader.keep();
          readable = true;
        }
        if (++seen == dataset.size() && !readable) {
          break;
        }
        if (loader.kept() == settings.batchSize) {
          forward(loaded, loader.take(), loader);
        }
      }
    }
    progress.onProgress(new Progress("Measuring cost", batches, batches, "batches", elapsed()));
    return meter.cost();
  }

  private void forward(EngineModel loaded, BatchBuffer batch, ImageLoader loader)
      throws IOException {
    loaded.forward(batch.pixels(), settings.batchSize);
    meter.batchDone(settings.batchSize);
    batches++;
    loader.giveBack(batch);
    progress.onProgress(
        new Progress("Measuring cost", batches, MOST_BATCHES, "batches", elapsed()));
  }

  private boolean isEnough() {
    return batches >= MOST_BATCHES || (batches >= BATCHES && meter.measuredNanos() >= ENOUGH_NANOS);
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
