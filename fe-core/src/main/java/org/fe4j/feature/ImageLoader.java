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
import org.fe4j.image.Preprocessor;
import org.fe4j.image.RgbImage;
import org.fe4j.store.ImageHash;
import org.jspecify.annotations.Nullable;

/**
 * Reads the images of a data set on a thread pool, some ahead of the engine, and returns them in
 * their order; decodes those whose features are not stored, and crops them into the places of
 * batches.
 *
 * <p>Images get places in the order of the data set, in one batch buffer after the other. An image
 * that needs none after all, since it is stored, unreadable or not kept, leaves a gap; the kept
 * ones after it move down. So a batch holds the next images that are kept, in their order, whatever
 * lies between them and however fast the threads are; and nothing is copied where all are kept.
 *
 * <p>At most so many images are on their way as the few buffers have places. Not safe for
 * concurrent use; confine an instance to one thread. Closing stops the threads.
 */
final class ImageLoader implements AutoCloseable {
  /** One at the engine, one that is filled up, and one to read ahead into. */
  private static final int BUFFERS = 3;

  /** Where three buffers are more than this, there are two. */
  private static final long BUFFERS_BYTES = 256L << 20;

  private static final int CLOSING_SECONDS = 30;

  private final ImageDataset dataset;
  private final FeatureExtractorBuilder settings;
  private final int images;
  private final Predicate<ImageHash> stored;
  private final ExecutorService pool;
  private final ConcurrentLinkedDeque<Preprocessor> preprocessors = new ConcurrentLinkedDeque<>();

  /** Buffers that no image on its way and no kept image has a place in. */
  private final Deque<BatchBuffer> free = new ArrayDeque<>();

  private final Deque<Place> ahead = new ArrayDeque<>();

  /** Where the next image to be read gets its place. */
  private @Nullable BatchBuffer reading;

  private int nextPosition;

  /** Where kept images gather. */
  private @Nullable BatchBuffer filling;

  private @Nullable Place current;
  private int nextImage;
  private volatile boolean closed;

  /** An image that was read, or could not be. */
  sealed interface Loaded {}

  /** An image whose feature is stored. */
  record Stored(int index, ImageHash hash) implements Loaded {}

  /** An image that was cropped, for {@link #keep}. */
  record Cropped(int index, ImageHash hash) implements Loaded {}

  /** An image that cannot be read. */
  record Unreadable(int index, IOException reason) implements Loaded {}

  /** A place for a crop, and the image that has it. */
  private record Place(BatchBuffer buffer, int position, int index, Future<Loaded> image) {
    boolean isLast() {
      return position == buffer.capacity() - 1;
    }
  }

  /**
   * Starts to load.
   *
   * @param images how many; after the last of the data set comes the first again
   * @param stored tells, on many threads, whether an image's feature is stored
   */
  ImageLoader(
      FeatureExtractorBuilder settings,
      ImageDataset dataset,
      int images,
      Predicate<ImageHash> stored) {
    this.settings = settings;
    this.dataset = dataset;
    this.images = images;
    this.stored = stored;
    this.pool =
        Executors.newFixedThreadPool(
            settings.decodingThreads,
            new ThreadFactoryBuilder().setNameFormat("fe4j-decode-%d").setDaemon(true).build());
    int cropBytes = settings.backbone.preprocessing().cropBytes();
    for (int i = buffers(cropBytes); i > 0; i--) {
      free.add(new BatchBuffer(settings.batchSize, cropBytes));
    }
    readAhead();
  }

  private int buffers(int cropBytes) {
    long batchBytes = (long) settings.batchSize * cropBytes;
    int ahead = BUFFERS * batchBytes > BUFFERS_BYTES ? BUFFERS - 1 : BUFFERS;
    // Small batches do not starve the threads: two images each, beside the batch at the engine.
    long forThreads = (2L * settings.decodingThreads + settings.batchSize - 1) / settings.batchSize;
    return (int) Math.max(ahead, 1 + forThreads);
  }

  private void readAhead() {
    while (nextImage < images) {
      if (reading == null || nextPosition == reading.capacity()) {
        reading = free.poll();
        nextPosition = 0;
      }
      if (reading == null) {
        return;
      }
      BatchBuffer buffer = reading;
      int position = nextPosition++;
      int index = nextImage++ % dataset.size();
      Future<Loaded> image = pool.submit(() -> load(index, buffer, position));
      ahead.add(new Place(buffer, position, index, image));
    }
  }

  /**
   * Returns the next image, or nothing at the end. The one before, if it was not kept, is
   * forgotten.
   *
   * @throws IOException if a thread failed, which is not the image's fault: a defect, or memory ran
   *     out; the cause says what it was
   */
  Optional<Loaded> next() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    leave();
    readAhead();
    current = ahead.poll();
    if (current == null) {
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

  /** Frees a buffer all of whose images were seen, where none of them was kept in it. */
  private void leave() {
    if (current != null && current.isLast() && current.buffer.filled() == 0) {
      free.add(current.buffer);
    }
    current = null;
  }

  /** Adds the image that was returned last, which was cropped, to the batch. */
  void keep() {
    if (current == null) {
      throw new IllegalStateException("There is no image to keep");
    }
    if (filling == null) {
      filling = current.buffer;
    }
    filling.add(current.buffer, current.position);
  }

  /** Returns the number of images in the batch that is being filled. */
  int kept() {
    return filling == null ? 0 : filling.filled();
  }

  /**
   * Returns the batch of kept images, full or the last, which is given back when the engine has
   * read it. The next image that is kept begins another.
   */
  BatchBuffer take() {
    if (filling == null || !(filling.isFull() || (ahead.isEmpty() && nextImage == images))) {
      throw new IllegalStateException("A batch of %d images is not full".formatted(kept()));
    }
    BatchBuffer batch = filling;
    filling = null;
    if (current != null && current.isLast() && current.buffer == batch) {
      current = null; // It is not free before it is given back.
    }
    return batch;
  }

  /** Takes a buffer back, to fill it anew. */
  void giveBack(BatchBuffer batch) {
    batch.clear();
    free.add(batch);
  }

  private static InterruptedIOException interrupted() {
    return new InterruptedIOException("Interrupted while waiting for images");
  }

  private Loaded load(int index, BatchBuffer buffer, int position) {
    try {
      if (closed) {
        throw new InterruptedIOException("Closed before the image was read");
      }
      byte[] bytes = dataset.bytes(index);
      ImageHash hash = ImageHash.of(bytes);
      if (stored.test(hash)) {
        return new Stored(index, hash);
      }
      RgbImage image = settings.decoder.decode(bytes, dataset.id(index));
      Preprocessor preprocessor = preprocessors.poll();
      if (preprocessor == null) {
        preprocessor = Preprocessor.of(settings.backbone.preprocessing());
      }
      preprocessor.apply(image, buffer.crop(position));
      preprocessors.push(preprocessor);
      return new Cropped(index, hash);
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
