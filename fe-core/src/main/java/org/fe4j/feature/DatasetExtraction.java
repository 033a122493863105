package org.fe4j.feature;

import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.ImageLoader.Cropped;
import org.fe4j.feature.ImageLoader.Loaded;
import org.fe4j.feature.ImageLoader.Stored;
import org.fe4j.feature.ImageLoader.Unreadable;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.fe4j.store.ImageHash;
import org.fe4j.store.ImageHashList;
import org.fe4j.store.RecipeFolder;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a data set: every image is read once; those whose features are not stored go
 * through the backbone in full batches, and their features go to the store. What is kept in memory
 * for an image is its hash and its index.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread, and to one run.
 */
final class DatasetExtraction {
  private static final String LOOKING = "Looking for stored features";
  private static final String EXTRACTING = "Extracting features";

  private final FeatureExtractorBuilder settings;
  private final ImageDataset dataset;
  private final RecipeFolder store;
  private final ModelSource model;
  private final UnreadableImages unreadable;
  private final ProgressListener progress;

  /** Images of the batch that is being filled, in its order, with their indices. */
  private Map<ImageHash, Integer> batch = new LinkedHashMap<>();

  /** The batch whose features are on their way. */
  private @Nullable Running running;

  private final ImageHashList hashes = new ImageHashList();
  private final ImmutableIntArray.Builder indices;
  private String stage = LOOKING;
  private long stageBeganNanos = System.nanoTime();
  private int stageBeganAt;
  private int extracted;
  private final CostMeter meter;

  /** A batch that the engine was given, and its images. */
  private record Running(EngineModel.Submitted batch, Map<ImageHash, Integer> images) {}

  /** Loads the backbone when it is first needed, which it may never be. */
  interface ModelSource {
    /** Returns the loaded backbone, the same one each time. */
    EngineModel get() throws IOException;
  }

  DatasetExtraction(
      FeatureExtractorBuilder settings,
      ImageDataset dataset,
      RecipeFolder store,
      ModelSource model,
      CostMeter meter,
      ProgressListener progress) {
    this.settings = settings;
    this.dataset = dataset;
    this.store = store;
    this.model = model;
    this.meter = meter;
    this.progress = progress;
    this.unreadable =
        new UnreadableImages(
            dataset,
            settings.unreadable,
            settings.allowedUnreadable,
            settings.quarantineFolder().map(Quarantine::new));
    this.indices = ImmutableIntArray.builder(dataset.size());
  }

  DatasetFeatures run() throws IOException {
    boolean finished = false;
    try {
      extractAll();
      store.flush();
      if (meter.cost().isPresent()) {
        CostNote.write(store, meter.cost().get());
      }
      finished = true;
    } finally {
      if (!finished) {
        keepWhatThereIs();
      }
    }
    return DatasetFeatures.of(
        StoredFeatures.of(store.rows(hashes)), indices.build(), unreadable.all(), extracted);
  }

  /** A run that fails keeps what it has extracted. */
  private void keepWhatThereIs() {
    // An interrupted thread can write to no channel.
    boolean interrupted = Thread.interrupted();
    try {
      try {
        finishRunning();
      } finally {
        // The batch that was not read yet may fail as the one before did: those before both stay.
        store.flush();
      }
    } catch (IOException | RuntimeException e) {
      // What stopped the run is what the caller hears; perhaps it was this.
      FeatureExtractorBuilder.LOGGER.debug("Cannot keep features after a failure", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void extractAll() throws IOException {
    report(0);
    try (ImageLoader loader = new ImageLoader(settings, dataset, dataset.size(), store::contains)) {
      int done = 0;
      for (Optional<Loaded> next = loader.next(); next.isPresent(); next = loader.next()) {
        accept(next.get(), loader);
        done++;
        boolean last = done == dataset.size();
        if (loader.kept() == settings.batchSize || last) {
          forward(loader);
          report(done);
        } else if (batch.isEmpty() && done % settings.batchSize == 0) {
          report(done);
        }
      }
    }
    finishRunning();
  }

  private void accept(Loaded image, ImageLoader loader) throws IOException {
    if (image instanceof Unreadable failed) {
      unreadable.add(failed.index(), failed.reason());
    } else if (image instanceof Stored stored) {
      hashes.add(stored.hash());
      indices.add(stored.index());
    } else if (image instanceof Cropped cropped) {
      hashes.add(cropped.hash());
      indices.add(cropped.index());
      // Equal bytes in one data set go through the backbone once.
      if (!isUnderWay(cropped.hash()) && !store.contains(cropped.hash())) {
        if (stage.equals(LOOKING)) {
          beginStage(cropped.index());
          model.get();
        }
        loader.keep();
        batch.put(cropped.hash(), cropped.index());
      }
    }
  }

  private boolean isUnderWay(ImageHash image) {
    return batch.containsKey(image)
        || (running != null && running.images.containsKey(image))
        || store.isPending(image);
  }

  /** Gives the engine the batch, and stores the features of the one before meanwhile. */
  private void forward(ImageLoader loader) throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    BatchBuffer pixels = loader.take();
    Running before = running;
    running =
        new Running(model.get().submit(pixels.pixels(), settings.images(pixels.filled())), batch);
    batch = new LinkedHashMap<>();
    loader.giveBack(pixels);
    if (before != null) {
      store(before);
    }
    if (!settings.readsLater) {
      finishRunning();
    }
  }

  private void finishRunning() throws IOException {
    Running last = running;
    running = null;
    if (last != null) {
      store(last);
    }
  }

  private void store(Running done) throws IOException {
    float[] rows;
    try (EngineModel.Submitted batch = done.batch) {
      rows = batch.read();
    }
    int row = 0;
    for (Map.Entry<ImageHash, Integer> image : done.images.entrySet()) {
      int offset = row++ * store.dimension();
      settings.requireFinite(rows, offset, store.dimension(), dataset.id(image.getValue()));
      requireStorable(rows, offset, image.getValue());
      store.add(image.getKey(), rows, offset);
      extracted++;
    }
    meter.batchDone(done.images.size());
    store.flushIfDue();
  }

  private void requireStorable(float[] rows, int offset, int index) throws IOException {
    for (int i = 0; i < store.dimension(); i++) {
      float value = rows[offset + i];
      if (!settings.storedAs.holds(value)) {
        throw new IOException(
            "%s: the feature of %s has the value %s (value %d), but float16 ends at 65,504; store features as FLOAT32"
                .formatted(settings.backbone.name(), dataset.id(index), value, i));
      }
    }
  }

  private void beginStage(int firstIndex) {
    stage = EXTRACTING;
    stageBeganNanos = System.nanoTime();
    stageBeganAt = firstIndex;
  }

  private void report(int done) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - stageBeganNanos);
    progress.onProgress(
        new Progress(stage, done - stageBeganAt, dataset.size() - stageBeganAt, "images", elapsed));
  }
}
