package org.fe4j.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fe4j.zoo.verify.GoldenVerifier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code fe verify}: whether backbones compute what their references do, on each engine. */
@Command(
    name = "verify",
    header = "Compares backbones with reference values, or engines with each other.",
    description = {
      "Without --engines: compiles each backbone of a folder of golden files with generated"
          + " weights, runs it, and compares features and logits with the reference values. Exit"
          + " code 1 when one is not within its tolerance.",
      "With --engines: runs backbones with real weights (default: those that travel with the"
          + " project) on the same images, on each engine in each precision, and compares features"
          + " and out-of-fold predictions with those of the first that runs. What an engine refuses"
          + " is a row with the reason. Writes equivalence.md and equivalence.json. Exit code 1"
          + " when a feature in fp32 has a cosine under "
          + EngineRun.LOWEST_COSINE
          + " with that of the first in fp32, when fp32 does not run, and when nothing does."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class VerifyCommand implements Callable<Integer> {
  private final Console console;

  @Spec private @Nullable CommandSpec command;

  @Mixin private final GoldenFiles goldens = new GoldenFiles();

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Mixin private final EquivalenceOptions equivalence = new EquivalenceOptions();

  @Mixin private final ComparedOptions models = new ComparedOptions();

  @Mixin private final OfflineOption offline = new OfflineOption();

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    equivalence.check();
    boolean passed = equivalence.isAsked() ? compareEngines() : compareWithGoldens();
    return passed ? 0 : 1;
  }

  private boolean compareEngines() throws IOException {
    return new EquivalenceCheck(console, command, equivalence, engine.device(), offline)
        .run(models.backbonesOr(List.of(QuickstartCommand.BACKBONE)));
  }

  private boolean compareWithGoldens() throws IOException {
    List<Path> files = goldens.files();
    GoldenVerifier verifier =
        GoldenVerifier.of(engine.engine(), engine.device(), engine.precision());
    return new GoldenCheck(verifier, console.out()).run(files);
  }
}
