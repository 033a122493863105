package org.fe4j.head;

import java.time.Duration;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;

/**
 * Counts what several threads have done, and tells a listener, one thread at a time, so that it
 * need not be safe for use by several.
 *
 * <p>Safe for use by multiple threads.
 */
final class ProgressCount {

  private final String stage;
  private final long total;
  private final String unit;
  private final ProgressListener listener;
  private final long begin = System.nanoTime();
  private long done;

  ProgressCount(String stage, long total, String unit, ProgressListener listener) {
    this.stage = stage;
    this.total = total;
    this.unit = unit;
    this.listener = listener;
  }

  /** Reports this many more. */
  synchronized void add(int more) {
    done += more;
    listener.onProgress(
        new Progress(stage, done, total, unit, Duration.ofNanos(System.nanoTime() - begin)));
  }
}
