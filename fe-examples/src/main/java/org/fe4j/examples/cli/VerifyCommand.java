package org.fe4j.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fe4j.zoo.compiler.Passes;
import org.fe4j.zoo.verify.GoldenVerifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
  private final Console console;

  @Mixin private final GoldenFiles goldens = new GoldenFiles();

  @Mixin private final EngineOptions engine = new EngineOptions();

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    List<Path> files = goldens.files();
    GoldenVerifier verifier =
        GoldenVerifier.of(engine.engine(), engine.device(), engine.precision(), Passes.standard());
    return new GoldenCheck(verifier, console.out()).run(files) ? 0 : 1;
  }
}
