package org.fe4j.progress;

import java.time.Duration;

/**
 * Counts the bytes of one stage and tells a listener.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
public final class ByteProgress {
  private final String stage;
  private final long total;
  private final ProgressListener listener;
  private final long beganNanos = System.nanoTime();
  private long done;

  /**
   * Begins a stage.
   *
   * @param total bytes in all, or {@link Progress#UNKNOWN}
   */
  public ByteProgress(String stage, long total, ProgressListener listener) {
    this.stage = stage;
    this.total = total;
    this.listener = listener;
  }

  /** Adds bytes to those that are done. */
  public void add(long bytes) {
    done += bytes;
    Duration elapsed = Duration.ofNanos(System.nanoTime() - beganNanos);
    listener.onProgress(new Progress(stage, done, total, "bytes", elapsed));
  }
}
