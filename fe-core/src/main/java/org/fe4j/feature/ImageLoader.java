package org.fe4j.feature;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.Preprocessor;
import org.fe4j.image.RgbImage;
import org.fe4j.store.ImageHash;
import org.jspecify.annotations.Nullable;

/**
 * Reads the images of a data set on a thread pool, some ahead of the engine, and returns them in
 * their order; decodes and crops those whose features are not stored. At most so many images are on
 * their way as there are slots. Not safe for concurrent use; confine an instance to one thread.
 * Closing stops the threads.
 */
final class ImageLoader implements AutoCloseable {
  private static final long CROPS_BYTES = 64L << 20;
  private static final int CLOSING_SECONDS = 30;

  private final ImageDataset dataset;
  private final ImageDecoder decoder;
  private final Preprocessing preprocessing;
  private final Predicate<ImageHash> stored;
  private final ExecutorService pool;
  private final ConcurrentLinkedDeque<Preprocessor> preprocessors = new ConcurrentLinkedDeque<>();
  private final Deque<Slot> ahead = new ArrayDeque<>();
  private @Nullable Slot current;
  private int nextIndex;
  private volatile boolean closed;

  /** An image that was read, or could not be. */
  sealed interface Loaded {}

  /** An image whose feature is stored. */
  record Stored(int index, ImageHash hash) implements Loaded {}

  /** An image whose crop is in a slot; the crop is valid until the next image is asked for. */
  record Cropped(int index, ImageHash hash, Slot slot) implements Loaded {}

  /** An image that cannot be read. */
  record Unreadable(int index, IOException reason) implements Loaded {}

  /** Room for one crop, used again and again. */
  static final class Slot {
    final byte[] crop;
    private int index;
    private @Nullable Future<Loaded> image;

    private Slot(int bytes) {
      crop = new byte[bytes];
    }
  }

  /**
   * Starts to load.
   *
   * @param ahead images to read ahead at most
   * @param stored tells, on many threads, whether an image's feature is stored
   */
  ImageLoader(
      ImageDataset dataset,
      ImageDecoder decoder,
      Preprocessing preprocessing,
      int ahead,
      int threads,
      Predicate<ImageHash> stored) {
    this.dataset = dataset;
    this.decoder = decoder;
    this.preprocessing = preprocessing;
    this.stored = stored;
    this.pool =
        Executors.newFixedThreadPool(
            threads,
            new ThreadFactoryBuilder().setNameFormat("fe4j-decode-%d").setDaemon(true).build());
    int fitting = (int) Math.min(Integer.MAX_VALUE, CROPS_BYTES / preprocessing.cropBytes());
    int slots = Math.max(2 * threads, Math.min(ahead, fitting));
    for (int i = 0; i < slots && i < dataset.size(); i++) {
      submit(new Slot(preprocessing.cropBytes()));
    }
  }

  private void submit(Slot slot) {
    if (nextIndex < dataset.size()) {
      int index = nextIndex++;
      slot.index = index;
      slot.image = pool.submit(() -> load(index, slot));
      ahead.add(slot);
    }
  }

  /**
   * Returns the next image, or nothing at the end.
   *
   * @throws IOException if a thread failed, which is not the image's fault: a defect, or memory ran
   *     out; the cause says what it was
   */
  Optional<Loaded> next() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    if (current != null) {
      submit(current);
    }
    current = ahead.poll();
    if (current == null || current.image == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(current.image.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    } catch (ExecutionException e) {
      throw new IOException(
          "[%s] a decoding thread failed at this image: %s"
              .formatted(dataset.id(current.index), e.getCause()),
          e.getCause());
    }
  }

  private static InterruptedIOException interrupted() {
    return new InterruptedIOException("Interrupted while waiting for images");
  }

  private Loaded load(int index, Slot slot) {
    try {
      if (closed) {
        throw new InterruptedIOException("Closed before the image was read");
      }
      byte[] bytes = dataset.bytes(index);
      ImageHash hash = ImageHash.of(bytes);
      if (stored.test(hash)) {
        return new Stored(index, hash);
      }
      RgbImage image = decoder.decode(bytes, dataset.id(index));
      Preprocessor preprocessor = preprocessors.poll();
      if (preprocessor == null) {
        preprocessor = Preprocessor.of(preprocessing);
      }
      preprocessor.apply(image, slot.crop, 0);
      preprocessors.push(preprocessor);
      return new Cropped(index, hash, slot);
    } catch (IOException e) {
      return new Unreadable(index, e);
    }
  }

  /**
   * Waits for the threads. They are not interrupted, which would close the channels that a data set
   * may read from: each ends with the image it is at.
   */
  @Override
  public void close() {
    closed = true;
    pool.shutdown();
    try {
      pool.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
