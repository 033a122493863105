package org.fe4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.fe4j.progress.Progress;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final StringWriter written = new StringWriter();
  private final AtomicLong clockNanos = new AtomicLong();

  private ProgressLine line(boolean terminal) {
    PrintWriter err = new PrintWriter(written, true);
    return new ProgressLine(new Console(err, err, terminal), clockNanos::get);
  }

  private void report(ProgressLine line, long done, double seconds) {
    clockNanos.set((long) (seconds * 1e9));
    line.onProgress(
        new Progress(
            "Extracting features", done, 600, "images", Duration.ofMillis((long) (seconds * 1e3))));
  }

  @Test
  void rewritesOneLineOnATerminal() {
    try (ProgressLine line = line(true)) {
      report(line, 1, 0.1);
      report(line, 2, 0.15);
      report(line, 100, 5);
      report(line, 600, 30);
    }
    assertThat(written.toString())
        .isEqualToIgnoringNewLines(
            "\rExtracting features: 1 of 600 images, 10 a second, 1 min 00 s left\u001b[K"
                + "\rExtracting features: 100 of 600 images, 20 a second, 25 s left\u001b[K"
                + "\rExtracting features: 600 of 600 images, 20 a second, took 30 s\u001b[K");
  }

  @Test
  void writesFewPlainLinesElsewhere() {
    ProgressLine line = line(false);
    report(line, 1, 0.1);
    report(line, 100, 5);
    report(line, 400, 20);
    report(line, 500, 25);
    report(line, 600, 30);
    line.close();
    assertThat(written.toString().lines())
        .containsExactly(
            "Extracting features: 400 of 600 images, 20 a second, 10 s left",
            "Extracting features: 600 of 600 images, 20 a second, took 30 s");
  }

  @Test
  void keepsQuietElsewhereAboutWhatIsQuick() {
    ProgressLine line = line(false);
    report(line, 1, 0.1);
    report(line, 600, 3);
    line.close();
    assertThat(written.toString()).isEmpty();
  }

  @Test
  void showsBytesAsMegabytes() {
    Progress progress =
        new Progress("Downloading x", 5_000_000, 10_000_000, "bytes", Duration.ofSeconds(2));
    assertThat(ProgressLine.text(progress))
        .isEqualTo("Downloading x: 5.0 MB of 10.0 MB, 2.5 MB a second, 2.0 s left");
  }

  @Test
  void showsWorkOfUnknownSize() {
    Progress progress =
        new Progress("Walking", 7, Progress.UNKNOWN, "files", Duration.ofSeconds(1));
    assertThat(ProgressLine.text(progress)).isEqualTo("Walking: 7 files, 7.0 a second");
  }
}
