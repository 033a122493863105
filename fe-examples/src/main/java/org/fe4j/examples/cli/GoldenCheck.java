package org.fe4j.examples.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.fe4j.zoo.verify.GoldenVerifier;
import org.fe4j.zoo.verify.Parity;

/**
 * Compares backbones with reference values, and prints each as soon as it is known.
 *
 * @param verifier for the engine
 * @param out takes the table
 */
record GoldenCheck(GoldenVerifier verifier, PrintWriter out) {
  private static final int WIDTH = 26;

  /** Returns whether all are within their tolerance. */
  boolean run(List<Path> files) {
    out.println(row("backbone", "relative error", "tolerance", "time", "result"));
    int failed = 0;
    for (Path file : files) {
      Parity parity = verifier.verify(file);
      failed += parity.passed() ? 0 : 1;
      out.println(row(GoldenFiles.name(file), parity));
      out.flush();
    }
    out.printf("%d of %d within their tolerance%n", files.size() - failed, files.size());
    out.flush();
    return failed == 0;
  }

  private static String row(String name, Parity parity) {
    // The row shows the figure that is nearest to its limit, or furthest beyond.
    boolean byFeatures =
        worse(parity) <= parity.tolerance().features()
            || parity.featureError() > parity.tolerance().features();
    double error = byFeatures ? parity.featureError() : worse(parity);
    return row(
        name,
        Double.isNaN(error) ? "-" : String.format(Locale.ROOT, "%.2e", error),
        String.format(Locale.ROOT, "%.2e", parity.tolerance().features()),
        String.format(Locale.ROOT, "%.1f s", parity.time().toMillis() / 1000.0),
        parity.passed() ? "ok" : "FAILED " + parity.problem());
  }

  private static double worse(Parity parity) {
    return Double.isNaN(parity.logitError()) ? 0 : parity.logitError();
  }

  private static String row(String backbone, String error, String limit, String time, String end) {
    return ("%-" + WIDTH + "s  %14s  %9s  %8s  %s")
        .formatted(backbone, error, limit, time, end)
        .stripTrailing();
  }
}
