package org.fe4j.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.fe4j.download.Fetcher;
import org.fe4j.zoo.WeightCache;
import org.fe4j.zoo.WeightsLock;
import org.fe4j.zoo.Zoo;
import org.fe4j.zoo.ZooEntry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fe pull}: weights into the cache, for later and for machines without a network. */
@Command(
    name = "pull",
    header = "Downloads the weights of backbones, or moves them to another machine.",
    description = {
      "Downloads the published weights of backbones into the cache and prints the files.",
      "A file that is there and whole is not downloaded again; one that is not is continued.",
      "For a machine without a network: pull NAME --to DIR here, pull --from DIR there."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PullCommand implements Callable<Integer> {
  private final Console console;

  @Spec private @Nullable CommandSpec command;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "The backbones; 'fe models' lists them. With --from: all of DIR by default.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--suite", paramLabel = "SUITE", description = "All backbones of a suite: paper.")
  private @Nullable String suite;

  @ArgGroup private final Move move = new Move();

  /** What is done beside or instead of a download. */
  static final class Move {
    @Option(
        names = "--to",
        paramLabel = "DIR",
        description =
            "Also put the files into a folder, with a lock file, " + WeightsLock.FILE_NAME + ".")
    private @Nullable Path to;

    @Option(
        names = "--from",
        paramLabel = "DIR",
        description =
            "Put the files of such a folder into the cache, after size and checksum were found as"
                + " its lock file says. Nothing is downloaded.")
    private @Nullable Path from;

    @Option(
        names = "--check",
        paramLabel = "LOCKFILE",
        description =
            "Only say whether the cache holds exactly the files of a lock file; exit code 1 where"
                + " it does not.")
    private @Nullable Path check;
  }

  PullCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    WeightCache cache = WeightCache.ofDefaults();
    Set<ZooEntry> entries = entries();
    if (move.check != null) {
      return check(cache, move.check, entries);
    }
    if (move.from != null) {
      return takeFrom(cache, move.from, entries);
    }
    if (entries.isEmpty()) {
      throw ModelOptions.usage(
          command, "Missing required parameter: 'NAME', or --suite, --from or --check");
    }
    for (ZooEntry entry : entries) {
      pull(cache, entry);
    }
    return 0;
  }

  private void pull(WeightCache cache, ZooEntry entry) throws IOException {
    if (entry.location().isEmpty()) {
      console.err().println("The weights of " + entry.name() + " travel with fe4j.");
      return;
    }
    Path file;
    String sha256;
    try (ProgressLine progress = new ProgressLine(console)) {
      Path cached = cache.fetch(entry, progress);
      sha256 = Fetcher.cachedSha256(cached, progress);
      file = move.to == null ? cached : cache.copyTo(move.to, entry, progress);
    }
    if (entry.sha256().isEmpty()) {
      console
          .err()
          .printf(
              "The publisher of %s gives no checksum to compare with; this file's SHA-256 is %s%n",
              entry.name(), sha256);
    }
    console.out().println(file);
  }

  private int takeFrom(WeightCache cache, Path folder, Set<ZooEntry> entries) throws IOException {
    List<String> chosen = entries.stream().map(ZooEntry::name).toList();
    try (ProgressLine progress = new ProgressLine(console)) {
      cache.copyFrom(folder, chosen, progress).forEach(console.out()::println);
    }
    return 0;
  }

  private int check(WeightCache cache, Path lockFile, Set<ZooEntry> entries) throws IOException {
    if (!entries.isEmpty()) {
      throw ModelOptions.usage(command, "--check takes no names: it checks all of the lock file");
    }
    WeightsLock lock = WeightsLock.read(lockFile);
    List<String> differences = differences(cache, lock);
    differences.forEach(console.out()::println);
    console
        .out()
        .printf(
            "%d of %d files are as %s says%n",
            lock.weights().size() - differences.size(), lock.weights().size(), lockFile);
    return differences.isEmpty() ? 0 : 1;
  }

  private List<String> differences(WeightCache cache, WeightsLock lock) throws IOException {
    try (ProgressLine progress = new ProgressLine(console)) {
      return cache.differences(lock, progress);
    }
  }

  private Set<ZooEntry> entries() {
    Set<ZooEntry> entries = new LinkedHashSet<>();
    try {
      names.forEach(name -> entries.add(Zoo.entry(name)));
      if (suite != null) {
        entries.addAll(Zoo.suite(suite));
      }
    } catch (IllegalArgumentException e) {
      throw ModelOptions.usage(
          command, ModelOptions.forCommandLine(String.valueOf(e.getMessage())));
    }
    return entries;
  }
}
