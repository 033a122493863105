package org.fe4j.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fe4j.Evaluation;
import org.fe4j.backbone.Backbone;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.export.FeatureTable;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.Limits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fe compare}: which of several backbones is best on which images. */
@Command(
    name = "compare",
    header = "Compares backbones on labelled images.",
    description = {
      "Evaluates several frozen backbones on one or more data sets, one after another, and says"
          + " which are best, which cannot be told from the best, what they cost, and how their"
          + " results go together. Or compares features that are there already, of the same images.",
      "What fails is marked, and the rest goes on; the same command again makes only what is"
          + " missing in --out. Prints the comparison; writes report.html, results.json,"
          + " tables as Markdown, CSV and LaTeX, and a report for each backbone on each data set"
          + " below cells/. Exit code 1 where a backbone failed on a data set."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CompareCommand implements Callable<Integer> {
  private final Console console;

  @Spec private @Nullable CommandSpec command;

  @Mixin private final ComparedOptions models = new ComparedOptions();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR|LIST|NAME",
      description =
          "Labelled images, as for 'fe evaluate'; once for each data set. NAME=DIR calls it NAME,"
              + " where two folders have the same name.")
  private List<String> data = new ArrayList<>();

  @Mixin private final FeatureOptions features = new FeatureOptions();

  @Mixin private final FoldOptions validation = new FoldOptions();

  @Mixin private final ProtocolOptions protocol = new ProtocolOptions();

  @Option(
      names = "--audit",
      description =
          "Also train heads at several learning rates and scalings, and say where a backbone's rank"
              + " depends on them.")
  private boolean audit;

  @Mixin private final LimitOptions limits = new LimitOptions();

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Mixin private final OfflineOption offline = new OfflineOption();

  @Mixin private final StoreOptions store = new StoreOptions();

  @Mixin private final UnreadableOptions unreadable = new UnreadableOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the files go (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("fe4j-out", "comparison");

  CompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Comparison comparison = features.isGiven() ? compareFeatures() : compareBackbones();
    Limits limit = limits.limits();
    ReportFiles.print(console, comparison, limit);
    ReportFiles.write(console, comparison, limit, out);
    return comparison.isComplete() ? 0 : 1;
  }

  private Comparison compareBackbones() throws IOException {
    features.requireWithout("--data");
    List<Backbone> backbones = models.backbones();
    List<ImageDataset> datasets = new ArrayList<>();
    for (String one : data) {
      datasets.add(
          DataOptions.named(
              command, one, validation.isGiven() || protocol.joinsParts(), offline, console));
    }
    checkOutput();
    try (ProgressLine progress = new ProgressLine(console)) {
      Evaluation<Comparison> evaluation = Evaluation.ofAll(backbones).onAll(datasets);
      protocol.applyTo(evaluation);
      validation.applyTo(evaluation);
      engine.applyTo(evaluation);
      offline.applyTo(evaluation);
      store.applyTo(evaluation);
      unreadable.applyTo(evaluation);
      return run(evaluation, progress);
    }
  }

  private Comparison compareFeatures() throws IOException {
    checkOutput();
    Evaluation<Comparison> evaluation = ofAllFeatures(features.tables());
    protocol.applyTo(evaluation);
    validation.applyTo(evaluation);
    unreadable.applyTo(evaluation);
    try (ProgressLine progress = new ProgressLine(console)) {
      return run(evaluation, progress);
    }
  }

  private Evaluation<Comparison> ofAllFeatures(List<FeatureTable> tables) {
    try {
      return Evaluation.ofAllFeatures(tables);
    } catch (IllegalArgumentException e) {
      throw ModelOptions.usage(
          command, "--features: " + ModelOptions.forCommandLine(String.valueOf(e.getMessage())));
    }
  }

  /** Refuses what would be known too late, after the long work. */
  private void checkOutput() throws IOException {
    limits.limits();
    ReportFiles.check(out);
  }

  private Comparison run(Evaluation<Comparison> evaluation, ProgressLine progress) {
    evaluation.results(out.resolve("cells")).progress(progress);
    return (audit ? evaluation.audit() : evaluation).run();
  }
}
