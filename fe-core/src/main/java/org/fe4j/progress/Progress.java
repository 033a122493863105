package org.fe4j.progress;

import java.time.Duration;

/**
 * How far a piece of work has come.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param stage what is being done, for people: {@code "Extracting features"}
 * @param done units done so far
 * @param total units in all, or {@link #UNKNOWN}
 * @param unit what is counted, in the plural: {@code "images"}, {@code "bytes"}, {@code "epochs"}
 * @param elapsed time since the stage began
 */
public record Progress(String stage, long done, long total, String unit, Duration elapsed) {

  /** The total of work whose size is not known. */
  public static final long UNKNOWN = -1;

  /** Returns units a second so far, 0 at the very beginning. */
  public double ratePerSecond() {
    double seconds = elapsed.toNanos() / 1e9;
    return seconds > 0 ? done / seconds : 0;
  }

  /** Returns whether the total is known and reached. */
  public boolean complete() {
    return total != UNKNOWN && done >= total;
  }

  /** Returns the time left at the rate so far, or zero where total or rate are not known. */
  public Duration remaining() {
    double rate = ratePerSecond();
    if (total == UNKNOWN || rate == 0) {
      return Duration.ZERO;
    }
    return Duration.ofMillis(Math.round((total - done) / rate * 1000));
  }
}
