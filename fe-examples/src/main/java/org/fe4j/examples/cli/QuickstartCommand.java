package org.fe4j.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fe4j.Evaluation;
import org.fe4j.backbone.Backbone;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.examples.quickstart.QuickstartBaselines;
import org.fe4j.examples.quickstart.TextureImages;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.validation.Splitter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fe quickstart}: the main job on what travels with the project. */
@Command(
    name = "quickstart",
    header = "Evaluates a backbone on images, both of which travel with the project.",
    description = {
      "Nothing is downloaded. The images are textures made by formulas, in ten classes. The weights were trained on other"
          + " images made by formulas: they are good enough to show the way, not to build on. Name"
          + " a public backbone to see what real weights do: --model resnet50, --model"
          + " clip_vit_b32."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class QuickstartCommand implements Callable<Integer> {
  /** Whose weights travel with the project. */
  static final String BACKBONE = "shufflenet_v2_x0_5.fe4j_formula_v1";

  private final Console console;

  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Another backbone (default: ${DEFAULT-VALUE}).")
  private String model = BACKBONE;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "A weight file instead of the published one; goes with --model.")
  private @Nullable Path weights;

  @Mixin private final FoldOptions validation = new FoldOptions();

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Mixin private final OfflineOption offline = new OfflineOption();

  @Mixin private final StoreOptions store = new StoreOptions();

  @Option(
      names = "--baselines",
      description = "Also measure random weights and raw pixels on the same folds.")
  private boolean baselines;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where images and report files go (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("fe4j-out", "quickstart");

  QuickstartCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Backbone backbone = ModelOptions.named(command, model, weights);
    Splitter splitter = validation.splitter();
    try (ProgressLine progress = new ProgressLine(console)) {
      ImageFolder images = ImageFolder.of(TextureImages.in(out.resolve("images"), progress));
      Evaluation<MetricsReport> evaluation = Evaluation.of(backbone).on(images).progress(progress);
      validation.applyTo(evaluation);
      engine.applyTo(evaluation);
      offline.applyTo(evaluation);
      store.applyTo(evaluation);
      MetricsReport report = evaluation.run();
      progress.endLine();
      EvaluateCommand.print(console, report, out);
      if (baselines) {
        compare(images, splitter, report, progress);
      }
    }
    return 0;
  }

  private void compare(
      ImageFolder images, Splitter splitter, MetricsReport report, ProgressLine progress)
      throws IOException {
    String architecture = com.google.common.base.Splitter.on('.').split(model).iterator().next();
    TextTable table = TextTable.of("on the same folds", "accuracy", "macro F1");
    add(table, model, report);
    QuickstartBaselines.evaluate(images, architecture, splitter, validation.seed(), out, progress)
        .forEach((name, baseline) -> add(table, name, baseline));
    progress.endLine();
    console.out().print(table);
    console.out().flush();
  }

  private static void add(TextTable table, String name, MetricsReport report) {
    table.add(
        name,
        String.format(Locale.ROOT, "%.3f", report.pooled().accuracy()),
        String.format(Locale.ROOT, "%.3f", report.pooled().macro().f1()));
  }
}
