package org.fe4j;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.Backbones;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.Precision;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.download.CacheDirectory;
import org.fe4j.engine.Engines;
import org.fe4j.export.FeatureTable;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.feature.FeatureExtractorBuilder;
import org.fe4j.feature.UnreadableImagePolicy;
import org.fe4j.head.HeadTrainer;
import org.fe4j.head.Scaling;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.progress.ProgressListener;
import org.fe4j.store.ElementType;
import org.fe4j.validation.Splitter;

/**
 * The evaluation of frozen backbones on labelled images: features once, then a head under
 * cross-validation, then a report.
 *
 * <pre>{@code
 * MetricsReport report = Evaluation.of("resnet50").on(ImageFolder.of(folder)).folds(5).run();
 * }</pre>
 *
 * <p>With several backbones or data sets the result is a {@link Comparison}: backbones run one
 * after another, each closed before the next; a cell that fails is marked with its reason and the
 * others go on.
 *
 * <pre>{@code
 * Comparison comparison = Evaluation.of("resnet50", "clip_vit_b32").on(rocks, minerals).run();
 * }</pre>
 *
 * <p>Every setting has a default: {@link Protocol#standard}, the engine on the class path, the CPU
 * in fp32, batches of 32, the backbone's first tap. Not safe for concurrent use; confine an
 * instance to one thread.
 *
 * @param <R> what a run returns
 */
public final class Evaluation<R> {
  /**
   * One for each backbone, none for features that are there already: refuses what a backbone has
   * not as soon as it is asked for.
   */
  private final ImmutableList<FeatureExtractorBuilder> probes;

  private final List<Consumer<FeatureExtractorBuilder>> extraction = new ArrayList<>();

  /** What of the extraction was set and can change features, by the name of the method. */
  private final Map<String, String> recorded = new TreeMap<>();

  private final Function<Evaluation<R>, R> job;

  private Protocol protocol = Protocol.standard();
  private UnreadableImagePolicy unreadable = UnreadableImagePolicy.SKIP;
  private double allowedUnreadable = UnreadableImagePolicy.ALLOWED_SHARE;
  private ImmutableList<Metric> metrics = ImmutableList.of();
  private Optional<Path> results = Optional.empty();
  private boolean audit;
  private ProgressListener progress = ProgressListener.NONE;

  Evaluation(List<Backbone> backbones, Function<Evaluation<R>, R> job) {
    this.probes =
        backbones.stream().map(FeatureExtractor::builder).collect(ImmutableList.toImmutableList());
    this.job = job;
  }

  /**
   * Starts the evaluation of a backbone by its name.
   *
   * @param name {@code architecture} or {@code architecture.weights}
   * @throws IllegalArgumentException if nobody knows the name; the message has the nearest ones
   */
  public static OneBackbone of(String name) {
    return of(Backbones.named(name));
  }

  /** Starts the evaluation of a backbone. */
  public static OneBackbone of(Backbone backbone) {
    return new OneBackbone(backbone);
  }

  /**
   * Starts the comparison of backbones by their names.
   *
   * @throws IllegalArgumentException if nobody knows a name, or one is given twice
   */
  public static SeveralBackbones of(String first, String second, String... more) {
    return ofAll(Lists.asList(first, second, more).stream().map(Backbones::named).toList());
  }

  /**
   * Starts the comparison of backbones.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public static SeveralBackbones of(Backbone first, Backbone second, Backbone... more) {
    return ofAll(Lists.asList(first, second, more));
  }

  /**
   * Starts the comparison of backbones, such as of a suite of the zoo.
   *
   * @throws IllegalArgumentException if there is none, or two have the same name
   */
  public static SeveralBackbones ofAll(Collection<? extends Backbone> backbones) {
    return new SeveralBackbones(ImmutableList.copyOf(backbones));
  }

  /**
   * Returns the evaluation of features that are there already, such as {@link FeatureTable#read}
   * gives them, with default settings: no image is looked at, and no engine is needed.
   *
   * <p>What belongs to the extraction is refused: engine, device, precision, batch size, tap,
   * store, quarantine, resizing, and copies that only pictures show. Images are copies of each
   * other where their features are equal in every bit. How pictures were resized is told as the
   * table states it, whatever the protocol asks for.
   *
   * @throws IllegalArgumentException if the table has no classes
   */
  public static Evaluation<MetricsReport> ofFeatures(FeatureTable table) {
    return TableRuns.of(table);
  }

  /**
   * Returns the comparison of features of the same images, a table for each backbone, with default
   * settings. Rows may be in any order; they are put into that of the first table.
   *
   * @throws IllegalArgumentException if two tables are of one backbone ({@link
   *     FeatureTable#ofBackbone} gives another name), if they have other images, or if these have
   *     other classes or groups
   */
  public static Evaluation<Comparison> ofFeatures(
      FeatureTable first, FeatureTable second, FeatureTable... more) {
    return ofAllFeatures(Lists.asList(first, second, more));
  }

  /**
   * The same for any number of tables.
   *
   * @throws IllegalArgumentException if there is none, or as {@link #ofFeatures(FeatureTable,
   *     FeatureTable, FeatureTable...)}
   */
  public static Evaluation<Comparison> ofAllFeatures(Collection<FeatureTable> tables) {
    return TableRuns.ofAll(tables);
  }

  /**
   * Runs the evaluation of a report again, with the backbone, images and settings that it names,
   * and says what differs.
   *
   * @param report the JSON file of a report, as {@link
   *     org.fe4j.metrics.report.ReportDirectory#write} writes it
   * @throws IllegalArgumentException if the report does not say all that is needed: images in
   *     memory, a backbone, head or division of one's own; the message says which, and {@link
   *     #reproduce(Path, UnaryOperator)} takes what is of one's own
   * @throws EvaluationException if the file cannot be read, or the evaluation fails
   */
  public static Reproduction reproduce(Path report) {
    return reproduce(report, UnaryOperator.identity());
  }

  /**
   * The same, with settings changed before it runs: a store, progress, or a head or division of
   * one's own that the report only describes.
   */
  public static Reproduction reproduce(
      Path report, UnaryOperator<Evaluation<MetricsReport>> changes) {
    return ReproductionRun.of(report).run(changes);
  }

  /**
   * The same on images that are given, where the report cannot say where they are or they are
   * elsewhere now.
   */
  public static Reproduction reproduce(
      Path report, ImageDataset dataset, UnaryOperator<Evaluation<MetricsReport>> changes) {
    return ReproductionRun.of(report).on(dataset).run(changes);
  }

  /**
   * Sets the engine by DJL's name: {@link Engines#PYTORCH} or {@link Engines#TENSORFLOW}; by
   * default the one that is on the class path, PyTorch where both are.
   */
  public Evaluation<R> engine(String value) {
    return extraction("engine", value, builder -> builder.engine(value));
  }

  /** Sets the device; the CPU by default. A missing GPU is an error, never a fallback. */
  public Evaluation<R> device(DeviceKind value) {
    return extraction("device", value, builder -> builder.device(value));
  }

  /** Sets the precision of the backbone's weights and activations; fp32 by default. */
  public Evaluation<R> precision(Precision value) {
    return extraction("precision", value, builder -> builder.precision(value));
  }

  /**
   * Sets the images a batch; 32 by default.
   *
   * @throws IllegalArgumentException if under 1
   */
  public Evaluation<R> batchSize(int value) {
    return extraction("batchSize", value, builder -> builder.batchSize(value));
  }

  /**
   * Sets the value that serves as the feature; the backbone's first tap by default.
   *
   * @throws IllegalArgumentException if the backbone lacks it; the message names those it has
   */
  public Evaluation<R> tap(FeatureTap value) {
    return extraction("tap", value, builder -> builder.tap(value));
  }

  /**
   * Sets all of how a backbone is judged; {@link Protocol#standard} by default. To be called before
   * what changes a part of it.
   *
   * @throws IllegalStateException if a part was changed before, which would be lost
   */
  public Evaluation<R> protocol(Protocol value) {
    if (!protocol.settings().equals(Protocol.standard().settings())) {
      throw new IllegalStateException(
          "protocol(…) after what changes a part of it would undo that: call it first");
    }
    protocol = value;
    return this;
  }

  /**
   * Sets what is done to features before the head sees them; standardised by default.
   *
   * @throws IllegalStateException if a head was set, which scales as it wants
   */
  public Evaluation<R> scaling(Scaling value) {
    protocol = protocol.withScaling(value);
    return this;
  }

  /**
   * Sets how heads are trained; a linear layer under Adam by default.
   *
   * @throws IllegalStateException if a scaling was set
   */
  public Evaluation<R> head(HeadTrainer value) {
    protocol = protocol.withHead(value);
    return this;
  }

  /**
   * Sets the number of folds; 5 by default.
   *
   * @throws IllegalArgumentException if under 2
   * @throws IllegalStateException if a validation was set
   */
  public Evaluation<R> folds(int value) {
    protocol = protocol.withFolds(value);
    return this;
  }

  /**
   * Sets how images are divided into rows to fit, to stop by and to test.
   *
   * @throws IllegalStateException if folds were set
   */
  public Evaluation<R> validation(Splitter value) {
    protocol = protocol.withValidation(value);
    return this;
  }

  /** Sets the seed of the protocol's own folds and its own head; 42 by default. */
  public Evaluation<R> seed(long value) {
    protocol = protocol.withSeed(value);
    return this;
  }

  /** Sets how pictures are resized; as published with the weights by default. */
  public Evaluation<R> resizing(Resizing value) {
    requireExtraction("resizing");
    protocol = protocol.withResizing(value);
    return this;
  }

  /** Sets what folds do with copies; those with the same bytes stay together by default. */
  public Evaluation<R> copies(CopyPolicy value) {
    protocol = protocol.withCopies(value);
    return this;
  }

  /** Adds a metric of one's own to the report, beside the standard ones. */
  public Evaluation<R> metric(Metric value) {
    metrics = ImmutableList.<Metric>builder().addAll(metrics).add(value).build();
    return this;
  }

  /**
   * Sets a folder that keeps the report of each backbone on each data set, as JSON. A later run
   * reads those that are there and were made from the same images, features and protocol, and makes
   * only what is missing. Without it features are found again, and heads are trained anew.
   */
  public Evaluation<R> results(Path folder) {
    results = Optional.of(folder);
    return this;
  }

  /**
   * Also trains the linear head at several learning rates and scalings, to see whether the rank of
   * a backbone depends on them; a comparison says so, and an evaluation of one backbone, which has
   * no rank, refuses to run. Takes about ten times as long as the heads alone.
   */
  public Evaluation<R> audit() {
    audit = true;
    return this;
  }

  /**
   * Sets the folder that keeps features, so that a second run makes no forward pass; {@code
   * features} below {@link CacheDirectory#root} by default.
   */
  public Evaluation<R> store(Path folder) {
    return extraction("store", builder -> builder.store(folder));
  }

  /** Sets how the store keeps values; {@link ElementType#FLOAT32} by default. */
  public Evaluation<R> storedAs(ElementType value) {
    return extraction("storedAs", value, builder -> builder.storedAs(value));
  }

  /** Keeps no features. */
  public Evaluation<R> withoutStore() {
    return extraction("withoutStore", builder -> builder.withoutStore());
  }

  /**
   * Sets what happens with images that cannot be read, or that have no features in a table; they
   * are skipped and reported by default.
   */
  public Evaluation<R> onUnreadableImage(UnreadableImagePolicy value) {
    if (probes.isEmpty() && value == UnreadableImagePolicy.QUARANTINE) {
      throw new IllegalStateException(
          "onUnreadableImage(QUARANTINE) copies images, but only features are given: set SKIP or FAIL");
    }
    recorded.put("onUnreadableImage", String.valueOf(value));
    unreadable = value;
    return extraction(builder -> builder.onUnreadableImage(value));
  }

  /**
   * Sets where images go that cannot be read, under {@link UnreadableImagePolicy#QUARANTINE}; the
   * folder {@code quarantine} of the store by default.
   */
  public Evaluation<R> quarantine(Path folder) {
    return extraction("quarantine", builder -> builder.quarantine(folder));
  }

  /**
   * Sets the share of images that may be unreadable; 0.01 by default. More stop the run.
   *
   * @throws IllegalArgumentException if it is not in [0, 1]
   */
  public Evaluation<R> allowUnreadable(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "The share of unreadable images must lie in [0, 1], found " + share);
    }
    recorded.put("allowUnreadable", String.valueOf(share));
    allowedUnreadable = share;
    return extraction(builder -> builder.allowUnreadable(share));
  }

  /**
   * Makes no connection: weights that are not in the cache are an error that says how to bring
   * them. By default the settings of this process decide, see {@link
   * org.fe4j.download.OfflineMode#current}.
   */
  public Evaluation<R> offline() {
    return extraction(builder -> builder.offline());
  }

  /** Sets who is told about progress; nobody by default. */
  public Evaluation<R> progress(ProgressListener value) {
    progress = value;
    return this;
  }

  /**
   * Runs it all, in the calling thread.
   *
   * @throws EvaluationException if weights, images or the engine fail; the cause says why
   * @throws IllegalArgumentException if the images cannot be divided as asked, before anything runs
   * @throws IllegalStateException if the engine, its natives or the device are not there
   */
  public R run() {
    return job.apply(this);
  }

  /** Refuses what features that are there already have no use for. */
  private void requireExtraction(String method) {
    if (probes.isEmpty()) {
      throw new IllegalStateException(
          "%s(…) is about the extraction of features, but these are given: leave it out"
              .formatted(method));
    }
  }

  private Evaluation<R> extraction(
      String method, Object value, Consumer<FeatureExtractorBuilder> setting) {
    extraction(method, setting);
    recorded.put(method, String.valueOf(value));
    return this;
  }

  private Evaluation<R> extraction(String method, Consumer<FeatureExtractorBuilder> setting) {
    requireExtraction(method);
    return extraction(setting);
  }

  private Evaluation<R> extraction(Consumer<FeatureExtractorBuilder> setting) {
    probes.forEach(setting);
    extraction.add(setting);
    return this;
  }

  /** Returns what was set of the extraction and of the protocol, so that it can be set again. */
  ImmutableMap<String, String> settings() {
    Map<String, String> known = new TreeMap<>(recorded);
    if (probes.isEmpty()) {
      return ImmutableMap.<String, String>builder()
          .putAll(known)
          .putAll(protocol.settings())
          .buildOrThrow();
    }
    // It is reproduced on this engine even where PyTorch is there too, and so the default.
    if (!Engines.standard().equals(Engines.PYTORCH)) {
      known.putIfAbsent("engine", Engines.standard());
    }
    return ImmutableMap.<String, String>builder()
        .putAll(known)
        .putAll(protocol.settings())
        .buildOrThrow();
  }

  /** Sets again what another evaluation recorded. */
  void restore(Map<String, String> settings) {
    restore(settings, "engine", this::engine);
    // A report names no engine where it was PyTorch, as the default, and is not made by another.
    if (!probes.isEmpty()
        && !settings.containsKey("engine")
        && !Engines.standard().equals(Engines.PYTORCH)) {
      engine(Engines.PYTORCH);
    }
    restore(settings, "device", value -> device(DeviceKind.valueOf(value)));
    restore(settings, "precision", value -> precision(Precision.valueOf(value)));
    restore(settings, "batchSize", value -> batchSize(Integer.parseInt(value)));
    restore(settings, "tap", value -> tap(new FeatureTap(value)));
    restore(settings, "storedAs", value -> storedAs(ElementType.valueOf(value)));
    restore(
        settings,
        "onUnreadableImage",
        value -> onUnreadableImage(UnreadableImagePolicy.valueOf(value)));
    restore(settings, "allowUnreadable", value -> allowUnreadable(Double.parseDouble(value)));
    protocol = Protocol.of(settings);
  }

  private static void restore(Map<String, String> settings, String name, Consumer<String> setter) {
    String value = settings.get(name);
    if (value != null) {
      setter.accept(value);
    }
  }

  /** Opens a backbone under the settings. */
  FeatureExtractor open(Backbone backbone, ProgressListener listener) throws IOException {
    Backbone asked =
        protocol.resizing() == Resizing.AS_PUBLISHED
            ? backbone
            : new ResizedBackbone(backbone, protocol.resizing());
    FeatureExtractorBuilder builder = FeatureExtractor.builder(asked);
    extraction.forEach(setting -> setting.accept(builder));
    return builder.open(listener);
  }

  UnreadableImagePolicy onUnreadableImage() {
    return unreadable;
  }

  double allowUnreadable() {
    return allowedUnreadable;
  }

  Protocol protocol() {
    return protocol;
  }

  ImmutableList<Metric> metrics() {
    return metrics;
  }

  Optional<Path> results() {
    return results;
  }

  boolean audits() {
    return audit;
  }

  ProgressListener progress() {
    return progress;
  }
}
