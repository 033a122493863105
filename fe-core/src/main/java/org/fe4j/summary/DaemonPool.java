package org.fe4j.summary;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;

/**
 * Does the same for many images on daemon threads. Each thread takes the next image when it is done
 * with one, so that as many images are in memory as there are threads.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param threads at least 1
 */
record DaemonPool(int threads) {
  /** What one large photograph takes, decoded: bounds the threads where the heap is small. */
  private static final long BYTES_A_THREAD = 256L << 20;

  /** Returns a pool of as many threads as processors, or fewer where the heap is small. */
  static DaemonPool standard() {
    Runtime runtime = Runtime.getRuntime();
    long fitting = Math.max(1, runtime.maxMemory() / BYTES_A_THREAD);
    return new DaemonPool((int) Math.min(runtime.availableProcessors(), fitting));
  }

  /**
   * Calls {@code work} once with each of {@code 0, 1, ... count - 1}, from several threads.
   *
   * @throws IOException if this thread is interrupted, or {@code work} throws; the cause says what
   */
  void forEach(int count, String stage, ProgressListener progress, IntConsumer work)
      throws IOException {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            new ThreadFactoryBuilder().setNameFormat("fe4j-summary-%d").setDaemon(true).build());
    AtomicInteger next = new AtomicInteger();
    try {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException(); // also where all is done before anybody waits
      }
      Steps steps = new Steps(count, stage, progress);
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        running.add(
            pool.submit(
                () -> {
                  for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    work.accept(i);
                    steps.done();
                  }
                }));
      }
      for (Future<?> thread : running) {
        thread.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(stage + " was interrupted");
    } catch (ExecutionException e) {
      // Not an image's fault: a defect, or memory ran out.
      throw new IOException(stage + " failed: " + e.getCause(), e.getCause());
    } finally {
      // Not shutdownNow: an interrupt would close the channels that a data set may read from.
      next.set(count);
      pool.shutdown();
    }
  }

  /** Tells a listener how far all threads are. Safe for concurrent use once built. */
  private static final class Steps {
    private final int count;
    private final String stage;
    private final ProgressListener progress;
    private final long begin = System.nanoTime();
    private int done;

    Steps(int count, String stage, ProgressListener progress) {
      this.count = count;
      this.stage = stage;
      this.progress = progress;
    }

    synchronized void done() {
      done++;
      Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
      progress.onProgress(new Progress(stage, done, count, "images", elapsed));
    }
  }
}
