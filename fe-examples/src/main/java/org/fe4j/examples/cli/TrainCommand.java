package org.fe4j.examples.cli;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fe4j.Classifier;
import org.fe4j.ClassifierTraining;
import org.fe4j.SavedClassifier;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.SkippedImage;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.report.JsonReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fe train}: a classifier that can be deployed. */
@Command(
    name = "train",
    header = "Trains a classifier on labelled images and saves it.",
    description = {
      "Fits a linear head on the features of all images and saves backbone, head and softmax as one"
          + " program for each engine, with the class names, the preprocessing and"
          + " serving.properties for DJL Serving.",
      "With --report, the head is fitted under the protocol of that report, so that its figures"
          + " estimate what the classifier does. 'fe classify' runs it."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  private static final String PUBLISHED_SIZE = "";

  private final Console console;

  @Spec private @Nullable CommandSpec command;

  @Mixin private final ModelOptions model = new ModelOptions();

  @Mixin private final DataOptions data = new DataOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder of the classifier, which is not there yet.")
  private Path out = Path.of("");

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "report.json of an evaluation of this backbone: its protocol is followed (default: the"
              + " options below).")
  private @Nullable Path report;

  @Mixin private final ProtocolOptions protocol = new ProtocolOptions();

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      split = ",",
      description =
          "DJL's name of the engine to save for: PyTorch, TensorFlow or both, with a comma; the"
              + " first computes the features (default: the one on the class path, PyTorch where"
              + " both are).")
  private List<String> engines = new ArrayList<>();

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu",
      description = "What the classifier runs on, and computes the features (default: cpu).")
  private DeviceKind device = DeviceKind.CPU;

  @Option(
      names = "--precision",
      paramLabel = "fp32|fp16|bf16",
      description = "Of the backbone's weights and activations (default: fp32).")
  private Precision precision = Precision.FP32;

  @Mixin private final OfflineOption offline = new OfflineOption();

  @Mixin private final StoreOptions store = new StoreOptions();

  @Mixin private final UnreadableOptions unreadable = new UnreadableOptions();

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Backbone backbone = model.backbone();
    SavedClassifier saved;
    ImageDataset images = data.dataset(offline, console);
    try (ProgressLine progress = new ProgressLine(console)) {
      ClassifierTraining training = training(backbone, images);
      offline.applyTo(training);
      store.applyTo(training);
      unreadable.applyTo(training);
      if (!engines.isEmpty()) {
        training.engines(engines.toArray(new String[0]));
      }
      saved =
          training
              .device(device)
              .precision(precision)
              .tap(model.tapOf(backbone))
              .progress(progress)
              .save(out);
    }
    for (SkippedImage image : saved.skipped()) {
      console.err().printf("Skipped %s: %s%n", image.id(), image.reason());
    }
    if (report != null) {
      note(JsonReport.read(report), saved);
    }
    print(saved);
    return 0;
  }

  private ClassifierTraining training(Backbone backbone, ImageDataset images) throws IOException {
    if (report == null) {
      return Classifier.train(backbone, images, protocol.protocol());
    }
    MetricsReport evaluated = JsonReport.read(report);
    String evaluatedBackbone = evaluated.provenance().getOrDefault("backbone", "");
    if (!evaluatedBackbone.equals(backbone.name())) {
      throw ModelOptions.usage(
          command,
          "--report is of the backbone %s, but --model is %s"
              .formatted(evaluatedBackbone, backbone.name()));
    }
    ProtocolOptions.refuseBeside("--report", Objects.requireNonNull(command));
    // "penultimate (1024 values)"; features that were given say it as far as they know.
    String tap = model.tapOf(backbone).name();
    String evaluatedTap = evaluated.provenance().getOrDefault("tap", tap);
    if (!evaluatedTap.equals(tap) && !evaluatedTap.startsWith(tap + " (")) {
      throw ModelOptions.usage(
          command,
          "--report was made with --tap %s: give it here as well"
              .formatted(evaluatedTap.replaceFirst(" \\(.*", "")));
    }
    requireSameSize(backbone, evaluated);
    return Classifier.train(backbone, images, evaluated.protocol());
  }

  /** Only where both say it: a report of given features does not. */
  private void requireSameSize(Backbone backbone, MetricsReport evaluated) {
    if (!evaluated.reproduction().containsKey("recipe sha256") || backbone.reference().isEmpty()) {
      return;
    }
    String own =
        backbone
            .reference()
            .flatMap(
                found ->
                    found.inputPixels().isPresent()
                        ? Optional.of(Integer.toString(found.inputPixels().getAsInt()))
                        : Optional.empty())
            .orElse(PUBLISHED_SIZE);
    String reported = evaluated.reproduction().getOrDefault("input pixels", PUBLISHED_SIZE);
    if (!reported.equals(own)) {
      throw ModelOptions.usage(
          command,
          reported.equals(PUBLISHED_SIZE)
              ? "--report was made without --input-size: leave it out here as well"
              : "--report was made with --input-size %s: give it here as well".formatted(reported));
    }
  }

  /** Says where the report's figures are of something else than what was saved. */
  private void note(MetricsReport evaluated, SavedClassifier saved) {
    noteIfOther("images sha256", evaluated.reproduction(), saved);
    noteIfOther("weights sha256", evaluated.provenance(), saved);
    noteIfOther("precision", evaluated.provenance(), saved);
  }

  private void noteIfOther(String fact, Map<String, String> reported, SavedClassifier saved) {
    String own = saved.description().provenance().getOrDefault(fact, "");
    String other = reported.getOrDefault(fact, own);
    if (!other.equals(own)) {
      console
          .err()
          .printf(
              "The figures of --report are not of this classifier: %s was %s, here it is %s%n",
              fact, other, own);
    }
  }

  private void print(SavedClassifier saved) throws IOException {
    console
        .out()
        .printf(
            "%s: %d images, %d classes, for %s%n",
            saved.folder(),
            saved.images(),
            saved.description().classNames().size(),
            saved.description().programs().keySet().stream().collect(joining(" and ")));
    try (Stream<Path> files = Files.walk(saved.folder())) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        console.out().printf("%,14d  %s%n", Files.size(file), saved.folder().relativize(file));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    console.out().flush();
  }
}
