package org.fe4j.feature;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.Preprocessor;
import org.fe4j.image.RgbImage;

/**
 * Reads, decodes and crops the images of a data set on a thread pool, some batches ahead of the
 * engine. Not safe for concurrent use; confine an instance to one thread. Closing stops the
 * threads.
 */
final class BatchLoader implements AutoCloseable {
  private static final int BATCHES_AHEAD = 3;

  private final ImageDataset dataset;
  private final ImageDecoder decoder;
  private final Preprocessing preprocessing;
  private final int batchSize;
  private final int cropBytes;
  private final ExecutorService pool;
  private final ConcurrentLinkedDeque<Preprocessor> preprocessors = new ConcurrentLinkedDeque<>();
  private final Deque<ImageBatch> ahead = new ArrayDeque<>();
  private final Deque<ImageBatch> free = new ArrayDeque<>();
  private int next;

  BatchLoader(
      ImageDataset dataset,
      ImageDecoder decoder,
      Preprocessing preprocessing,
      int batchSize,
      int threads) {
    this.dataset = dataset;
    this.decoder = decoder;
    this.preprocessing = preprocessing;
    this.batchSize = batchSize;
    this.cropBytes = preprocessing.cropBytes();
    this.pool =
        Executors.newFixedThreadPool(
            threads,
            new ThreadFactoryBuilder().setNameFormat("fe4j-decode-%d").setDaemon(true).build());
    for (int i = 0; i < BATCHES_AHEAD; i++) {
      free.add(new ImageBatch(Math.multiplyExact(batchSize, cropBytes)));
    }
    submitAll();
  }

  /** Returns the next batch, or nothing at the end; it is the caller's until {@link #release}. */
  Optional<ImageBatch> next() {
    return Optional.ofNullable(ahead.poll());
  }

  /** Waits for an image; returns why it cannot be read, or nothing. */
  static Optional<IOException> await(Future<Optional<IOException>> image) throws IOException {
    try {
      return image.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for images");
    } catch (ExecutionException e) {
      // Not the image's fault: a defect, or memory ran out. The run stops with the cause.
      throw new IOException("A decoding thread failed: " + e.getCause(), e.getCause());
    }
  }

  /** Takes a batch back, to fill it again. */
  void release(ImageBatch batch) {
    free.add(batch);
    submitAll();
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }

  private void submitAll() {
    while (next < dataset.size() && !free.isEmpty()) {
      ImageBatch batch = free.remove();
      batch.images.clear();
      batch.firstIndex = next;
      for (int slot = 0; slot < batchSize && next < dataset.size(); slot++, next++) {
        int index = next;
        ByteBuffer target = batch.pixels.slice(slot * cropBytes, cropBytes);
        batch.images.add(pool.submit(() -> load(index, target)));
      }
      ahead.add(batch);
    }
  }

  private Optional<IOException> load(int index, ByteBuffer target) {
    try {
      RgbImage image = decoder.decode(dataset.bytes(index), dataset.id(index));
      Preprocessor preprocessor = preprocessors.poll();
      if (preprocessor == null) {
        preprocessor = Preprocessor.of(preprocessing);
      }
      preprocessor.apply(image, target);
      preprocessors.push(preprocessor);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }
}
