package org.fe4j.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fe4j.examples.quickstart.TextureImages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fe quickstart}: the main job on what travels with the project. */
@Command(
    name = "quickstart",
    description = "Evaluates a backbone on images, both of which travel with the project.",
    mixinStandardHelpOptions = true)
final class QuickstartCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where images and report go (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("fe4j-out", "quickstart");

  QuickstartCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    try (ProgressLine progress = new ProgressLine(console)) {
      console.out().println(TextureImages.in(out.resolve("images"), progress));
    }
    return 0;
  }
}
