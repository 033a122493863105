package org.fe4j.examples.cli;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fe4j.zoo.compiler.Passes;
import org.fe4j.zoo.verify.Golden;
import org.fe4j.zoo.verify.GoldenVerifier;
import org.fe4j.zoo.verify.Parity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fe verify}: whether backbones compute what their references do. */
@Command(
    name = "verify",
    header = "Compares backbones with reference values.",
    description = {
      "Compiles each backbone of a folder of golden files with generated weights, runs it, and"
          + " compares features and logits with the reference values.",
      "Exit code 1 when one is not within its tolerance."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class VerifyCommand implements Callable<Integer> {
  private static final int WIDTH = 26;

  private final Console console;

  @Option(
      names = "--goldens",
      required = true,
      paramLabel = "DIR",
      description = "A folder of golden files; its README says what is in them.")
  private Path goldens = Path.of("");

  @Mixin private final EngineOptions engine = new EngineOptions();

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    ImmutableList<Path> files = Golden.files(goldens);
    GoldenVerifier verifier =
        GoldenVerifier.of(engine.engine(), engine.device(), engine.precision(), Passes.standard());
    PrintWriter out = console.out();
    out.println(row("backbone", "relative error", "tolerance", "time", "result"));
    int failed = 0;
    for (Path file : files) {
      Parity parity = verifier.verify(file);
      failed += parity.passed() ? 0 : 1;
      out.println(row(name(file), parity));
      out.flush();
    }
    out.printf("%d of %d within their tolerance%n", files.size() - failed, files.size());
    return failed == 0 ? 0 : 1;
  }

  /** A folder may hold several files of a backbone: at other sizes, in other layouts. */
  private static String name(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.json(\\.gz)?$", "");
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
