package org.fe4j.download;

import java.time.Duration;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;

/** Counts the bytes of one stage and tells a listener. */
final class ByteProgress {
  private final String stage;
  private final long total;
  private final ProgressListener listener;
  private final long beganNanos = System.nanoTime();
  private long done;

  ByteProgress(String stage, long total, ProgressListener listener) {
    this.stage = stage;
    this.total = total;
    this.listener = listener;
  }

  void add(long bytes) {
    done += bytes;
    Duration elapsed = Duration.ofNanos(System.nanoTime() - beganNanos);
    listener.onProgress(new Progress(stage, done, total, "bytes", elapsed));
  }
}
