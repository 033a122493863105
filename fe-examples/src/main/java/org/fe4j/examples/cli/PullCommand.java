package org.fe4j.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fe4j.download.Fetcher;
import org.fe4j.download.RemoteFile;
import org.fe4j.zoo.Zoo;
import org.fe4j.zoo.ZooEntry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fe pull}: weights into the cache, for later and for machines without a network. */
@Command(
    name = "pull",
    header = "Downloads the weights of a backbone.",
    description = {
      "Downloads the published weights of a backbone into the cache and prints the file.",
      "A file that is there and whole is not downloaded again; one that is not is continued."
    },
    mixinStandardHelpOptions = true)
final class PullCommand implements Callable<Integer> {
  private final Console console;

  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "NAME", description = "The backbone; 'fe models' lists them.")
  private String name = "";

  PullCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    ZooEntry entry = entry();
    Optional<RemoteFile> location = entry.location();
    if (location.isEmpty()) {
      console.err().println("The weights of " + entry.name() + " travel with fe4j.");
      return 0;
    }
    Path file;
    String sha256;
    try (ProgressLine progress = new ProgressLine(console)) {
      file = Fetcher.ofDefaults("weights").fetch(location.get(), progress);
      sha256 = Fetcher.cachedSha256(file, progress);
    }
    if (!location.get().checksum().isKnown()) {
      console
          .err()
          .printf(
              "The publisher of %s gives no checksum to compare with; this file's SHA-256 is %s%n",
              entry.name(), sha256);
    }
    console.out().println(file);
    return 0;
  }

  private ZooEntry entry() {
    try {
      return Zoo.entry(name);
    } catch (IllegalArgumentException e) {
      throw ModelOptions.usage(
          command, ModelOptions.forCommandLine(String.valueOf(e.getMessage())));
    }
  }
}
