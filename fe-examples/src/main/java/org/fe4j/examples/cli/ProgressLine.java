package org.fe4j.examples.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;

/**
 * Shows progress on a console: on a terminal one line that is rewritten a few times a second,
 * elsewhere a plain line when a stage begins to take long, every quarter of a minute, and at its
 * end.
 *
 * <p>Safe for concurrent use once built.
 */
final class ProgressLine implements ProgressListener, AutoCloseable {
  private static final long REWRITE_NANOS = 100_000_000L;
  private static final long PLAIN_NANOS = 15_000_000_000L;
  private static final String ERASE_TO_END = "\u001b[K";

  private final PrintWriter err;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private String stage = "";
  private long shownNanos;
  private boolean onLine;
  private boolean stageShown;

  ProgressLine(Console console) {
    this(console, System::nanoTime);
  }

  ProgressLine(Console console, LongSupplier nanoTime) {
    this.err = console.err();
    this.terminal = console.terminal();
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized void onProgress(Progress progress) {
    long now = nanoTime.getAsLong();
    boolean begins = !progress.stage().equals(stage);
    if (begins) {
      endLine();
      stage = progress.stage();
      stageShown = false;
      shownNanos = now;
    }
    boolean due = now - shownNanos >= (terminal ? REWRITE_NANOS : PLAIN_NANOS);
    boolean ends = progress.complete();
    if (terminal ? begins || due || ends : due || (ends && stageShown)) {
      shownNanos = now;
      show(progress);
    }
    if (ends) {
      endLine();
      // The same stage may begin again.
      stage = "";
    }
  }

  private void show(Progress progress) {
    if (terminal) {
      err.print("\r" + text(progress) + ERASE_TO_END);
      onLine = true;
    } else {
      err.println(text(progress));
    }
    err.flush();
    stageShown = true;
  }

  @Override
  public void close() {
    endLine();
  }

  /** Ends the line, so that what follows begins a new one. */
  synchronized void endLine() {
    if (onLine) {
      err.println();
      err.flush();
      onLine = false;
    }
  }

  /** Returns the line for people, without its end. */
  static String text(Progress progress) {
    boolean bytes = progress.unit().equals("bytes");
    StringBuilder text = new StringBuilder(progress.stage()).append(": ");
    text.append(amount(progress.done(), bytes));
    if (progress.total() != Progress.UNKNOWN) {
      text.append(" of ").append(amount(progress.total(), bytes));
    }
    text.append(bytes ? "" : " " + progress.unit());
    double rate = progress.ratePerSecond();
    if (rate > 0) {
      text.append(", ").append(rate(rate, bytes)).append(" a second");
    }
    if (progress.complete()) {
      text.append(", took ").append(time(progress.elapsed()));
    } else if (!progress.remaining().isZero()) {
      text.append(", ").append(time(progress.remaining())).append(" left");
    }
    return text.toString();
  }

  private static String amount(long count, boolean bytes) {
    return bytes
        ? String.format(Locale.ROOT, "%.1f MB", count / 1e6)
        : String.format(Locale.ROOT, "%,d", count);
  }

  private static String rate(double rate, boolean bytes) {
    if (bytes) {
      return String.format(Locale.ROOT, "%.1f MB", rate / 1e6);
    }
    return String.format(Locale.ROOT, rate < 10 ? "%.1f" : "%,.0f", rate);
  }

  /** Returns a time for people: {@code 8 s}, {@code 3 min 05 s}, {@code 2 h 10 min}. */
  static String time(Duration duration) {
    long seconds = duration.plusMillis(500).toSeconds();
    if (duration.toMillis() < 9_950) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }
    return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
  }
}
