package org.fe4j.image;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.fe4j.image.DecodingTrial.Verdict;

/**
 * Decodes mutated images in a process of its own, since WebP's and JPEG's readers are native: what
 * crashes the JVM crashes this one. By hand it runs campaigns of any size:
 *
 * <pre>
 * java -Xmx4g -cp fe-core/target/test-classes:fe-core/target/classes:... \
 *     org.fe4j.image.BrokenImageProcess ALL 0 50000 178956970
 * </pre>
 *
 * <p>Prints {@code trying NAME} before each file, {@code failed NAME VERDICT DETAIL} where
 * something other than a picture or a refusal came out, and a summary. Exits with 0 if nothing
 * failed.
 */
final class BrokenImageProcess {
  private final PrintStream out;
  private final ImageDecoder decoder;
  private final long maximumPixels;
  private final Map<String, Integer> counts = new TreeMap<>();
  private int failures;
  private long mostAllocated;
  private long slowestNanos;

  private BrokenImageProcess(PrintStream out, long maximumPixels) {
    this.out = out;
    this.maximumPixels = maximumPixels;
    this.decoder = ImageDecoder.standard(maximumPixels);
  }

  /** Takes a format or ALL, the first number, the last but one, and the limit in pixels. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    MutatedImages images =
        arguments[0].equals("ALL")
            ? MutatedImages.ofAll()
            : MutatedImages.of(ImageFormat.valueOf(arguments[0]));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BrokenImageProcess process = new BrokenImageProcess(out, Long.parseLong(arguments[3]));
    for (int n = Integer.parseInt(arguments[1]); n < Integer.parseInt(arguments[2]); n++) {
      process.attempt(images.get(n), arguments[0].equals("ALL"));
    }
    process.summarize();
    System.exit(process.failures == 0 ? 0 : 1);
  }

  private void attempt(MutatedImage image, boolean byMutation) throws InterruptedException {
    out.println("trying " + image.name());
    long begin = System.nanoTime();
    DecodingTrial trial = DecodingTrial.of(decoder, image.bytes(), image.name());
    slowestNanos = Math.max(slowestNanos, System.nanoTime() - begin);
    mostAllocated = Math.max(mostAllocated, trial.allocatedBytes());
    count(ImageFormat.of(image.bytes()) + " " + trial.verdict());
    if (byMutation) {
      count(image.name().replaceAll("^\\d+_([A-Z_]+)_.*", "$1") + " " + trial.verdict());
    }
    boolean tooMuch =
        trial.allocatedBytes() > DecodingTrial.mostBytes(maximumPixels, image.bytes().length);
    if (tooMuch || trial.verdict().compareTo(Verdict.REFUSED) > 0) {
      failures++;
      out.printf(
          "failed %s %s %,d bytes allocated: %s%n",
          image.name(), trial.verdict(), trial.allocatedBytes(), trial.detail());
    }
  }

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  private void summarize() {
    counts.forEach((what, count) -> out.printf("count %s %d%n", what, count));
    out.printf(
        "slowest %,d ms; most allocated %,d bytes; %d failed%n",
        slowestNanos / 1_000_000, mostAllocated, failures);
  }
}
