package org.fe4j.spark;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.progress.ProgressListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One loaded model and the thread that it is confined to, on which the tasks of an executor take
 * turns in the order in which they came. libtorch keeps its threads for each thread that calls it:
 * there would be as many sets of them as tasks.
 *
 * <p>Safe for concurrent use once built.
 */
final class LoadedModel {
  private static final Logger LOGGER = LoggerFactory.getLogger(LoadedModel.class);

  private final ModelSettings settings;

  /** What waits is one chunk a task at most, since a task waits for its own. */
  private final ThreadPoolExecutor thread;

  /** Used on the thread alone. */
  private @Nullable FeatureExtractor extractor;

  LoadedModel(ModelSettings settings) {
    this.settings = settings;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new ThreadFactoryBuilder().setNameFormat("fe4j-model-%d").setDaemon(true).build());
  }

  /**
   * Returns the features of images that can be read, in their order, and why the others cannot;
   * waits for the other tasks' turns.
   *
   * @throws InterruptedIOException if the thread is interrupted, which stays marked so
   * @throws IOException if the engine cannot load or run the model, or the store fails
   */
  DatasetFeatures extract(ImageDataset images) throws IOException {
    Future<DatasetFeatures> turn =
        thread.submit(
            () -> {
              if (extractor == null) {
                extractor = settings.open();
                LOGGER.info(
                    "{} is opened for the tasks of this executor", settings.artefact().name());
              }
              return extractor.extract(images, ProgressListener.NONE);
            });
    try {
      return turn.get();
    } catch (InterruptedException e) {
      turn.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for features");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException mistake) {
        throw mistake;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IOException(cause == null ? e.getMessage() : cause.getMessage(), cause);
    }
  }

  /** Frees the native memory once the turn that runs is over; returns before. */
  void close() {
    thread.execute(
        () -> {
          if (extractor != null) {
            extractor.close();
            extractor = null;
          }
        });
    thread.shutdown();
  }
}
