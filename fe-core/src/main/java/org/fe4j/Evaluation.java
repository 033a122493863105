package org.fe4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.Backbones;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.Precision;
import org.fe4j.download.CacheDirectory;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.feature.FeatureExtractorBuilder;
import org.fe4j.feature.UnreadableImagePolicy;
import org.fe4j.head.HeadTrainer;
import org.fe4j.head.LinearHeadTrainer;
import org.fe4j.head.Scaling;
import org.fe4j.progress.ProgressListener;
import org.fe4j.store.ElementType;
import org.fe4j.validation.Splitter;
import org.fe4j.validation.StratifiedKFold;

/**
 * The evaluation of frozen backbones on labelled images: features once, then a head under
 * cross-validation, then a report.
 *
 * <pre>{@code
 * MetricsReport report = Evaluation.of("resnet50").on(ImageFolder.of(folder)).folds(5).run();
 * }</pre>
 *
 * <p>Every setting has a default, together the standard protocol (docs/concepts/protocol.md):
 * PyTorch on the CPU in fp32, batches of 32, the backbone's first tap, features standardised on the
 * rows that are fitted, a linear head under Adam, stratified 5 folds with seed 42. Not safe for
 * concurrent use; confine an instance to one thread.
 *
 * @param <R> what a run returns
 */
public final class Evaluation<R> {
  private static final int DEFAULT_FOLDS = 5;
  private static final long DEFAULT_SEED = 42;

  private final FeatureExtractorBuilder extraction;
  private final Function<Evaluation<R>, R> job;

  private Optional<Scaling> scaling = Optional.empty();
  private Optional<HeadTrainer> head = Optional.empty();
  private Optional<Splitter> validation = Optional.empty();
  private Optional<Integer> folds = Optional.empty();
  private long seed = DEFAULT_SEED;
  private ProgressListener progress = ProgressListener.NONE;

  Evaluation(Backbone backbone, Function<Evaluation<R>, R> job) {
    this.extraction = FeatureExtractor.builder(backbone);
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

  /** Sets the engine by DJL's name; PyTorch by default. */
  public Evaluation<R> engine(String value) {
    extraction.engine(value);
    return this;
  }

  /** Sets the device; the CPU by default. A missing GPU is an error, never a fallback. */
  public Evaluation<R> device(DeviceKind value) {
    extraction.device(value);
    return this;
  }

  /** Sets the precision of the backbone's weights and activations; fp32 by default. */
  public Evaluation<R> precision(Precision value) {
    extraction.precision(value);
    return this;
  }

  /**
   * Sets the images a batch; 32 by default.
   *
   * @throws IllegalArgumentException if under 1
   */
  public Evaluation<R> batchSize(int value) {
    extraction.batchSize(value);
    return this;
  }

  /**
   * Sets the value that serves as the feature; the backbone's first tap by default.
   *
   * @throws IllegalArgumentException if the backbone lacks it; the message names those it has
   */
  public Evaluation<R> tap(FeatureTap value) {
    extraction.tap(value);
    return this;
  }

  /**
   * Sets what is done to features before the head sees them; standardised by default.
   *
   * @throws IllegalStateException if a head was set, which scales as it wants
   */
  public Evaluation<R> scaling(Scaling value) {
    refuseBoth(head.isPresent(), "scaling", "head");
    scaling = Optional.of(value);
    return this;
  }

  /**
   * Sets how heads are trained; a linear layer under Adam by default.
   *
   * @throws IllegalStateException if a scaling was set
   */
  public Evaluation<R> head(HeadTrainer value) {
    refuseBoth(scaling.isPresent(), "head", "scaling");
    head = Optional.of(value);
    return this;
  }

  /**
   * Sets the number of stratified folds; 5 by default.
   *
   * @throws IllegalArgumentException if under 2
   * @throws IllegalStateException if a validation was set
   */
  public Evaluation<R> folds(int value) {
    refuseBoth(validation.isPresent(), "folds", "validation");
    StratifiedKFold.of(value); // refuses a bad number here, where it was given
    folds = Optional.of(value);
    return this;
  }

  /**
   * Sets how images are divided into rows to fit, to stop by and to test.
   *
   * @throws IllegalStateException if folds were set
   */
  public Evaluation<R> validation(Splitter value) {
    refuseBoth(folds.isPresent(), "validation", "folds");
    validation = Optional.of(value);
    return this;
  }

  /** Sets the seed of the default folds and the default head; 42 by default. */
  public Evaluation<R> seed(long value) {
    seed = value;
    return this;
  }

  /**
   * Sets the folder that keeps features, so that a second run makes no forward pass; {@code
   * features} below {@link CacheDirectory#root} by default.
   */
  public Evaluation<R> store(Path folder) {
    extraction.store(folder);
    return this;
  }

  /** Sets how the store keeps values; {@link ElementType#FLOAT32} by default. */
  public Evaluation<R> storedAs(ElementType value) {
    extraction.storedAs(value);
    return this;
  }

  /** Keeps no features. */
  public Evaluation<R> withoutStore() {
    extraction.withoutStore();
    return this;
  }

  /**
   * Sets what happens with images that cannot be read; they are skipped and reported by default.
   */
  public Evaluation<R> onUnreadableImage(UnreadableImagePolicy value) {
    extraction.onUnreadableImage(value);
    return this;
  }

  /**
   * Sets where images go that cannot be read, under {@link UnreadableImagePolicy#QUARANTINE}; the
   * folder {@code quarantine} of the store by default.
   */
  public Evaluation<R> quarantine(Path folder) {
    extraction.quarantine(folder);
    return this;
  }

  /**
   * Sets the share of images that may be unreadable; 0.01 by default. More stop the run.
   *
   * @throws IllegalArgumentException if it is not in [0, 1]
   */
  public Evaluation<R> allowUnreadable(double share) {
    extraction.allowUnreadable(share);
    return this;
  }

  /**
   * Makes no connection: weights that are not in the cache are an error that says how to bring
   * them. By default the settings of this process decide, see {@link
   * org.fe4j.download.OfflineMode#current}.
   */
  public Evaluation<R> offline() {
    extraction.offline();
    return this;
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

  FeatureExtractor openExtractor() throws IOException {
    return extraction.open(progress);
  }

  HeadTrainer head() {
    return head.orElseGet(
        () ->
            LinearHeadTrainer.builder()
                .scaling(scaling.orElse(Scaling.STANDARDIZE))
                .seed(seed)
                .build());
  }

  Splitter validation() {
    return validation.orElseGet(
        () -> StratifiedKFold.of(folds.orElse(DEFAULT_FOLDS)).withSeed(seed));
  }

  ProgressListener progress() {
    return progress;
  }

  private static void refuseBoth(boolean otherIsSet, String setting, String other) {
    if (otherIsSet) {
      throw new IllegalStateException(
          "%s(…) cannot be set beside %s(…): leave one of them out".formatted(setting, other));
    }
  }
}
