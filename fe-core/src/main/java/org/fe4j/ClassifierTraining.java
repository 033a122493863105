package org.fe4j;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.LinearClassifier;
import org.fe4j.backbone.Precision;
import org.fe4j.classifier.ClassifierDescription;
import org.fe4j.classifier.ClassifierFolder;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.download.CacheDirectory;
import org.fe4j.engine.Engines;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.feature.FeatureExtractorBuilder;
import org.fe4j.feature.UnreadableImagePolicy;
import org.fe4j.file.ProcessLock;
import org.fe4j.file.StagedFolder;
import org.fe4j.progress.ProgressListener;

/**
 * The training of a classifier: a linear head is fitted on the features of all images and saved as
 * one program with its backbone.
 *
 * <p>The head is fitted by the very procedure of a fold: the protocol's trainer, the scaling taken
 * from the rows that are fitted, and one tenth of the rows kept to stop by, chosen as the
 * protocol's division chooses it within a fold. So the figures of an evaluation under the same
 * protocol are of this procedure; the classifier saw more images than the heads of the folds, which
 * makes them a little pessimistic as a rule. Images that a data set keeps for a test are fitted on
 * too.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
public final class ClassifierTraining {
  private final Backbone backbone;
  private final ImageDataset dataset;
  private final Protocol protocol;

  /** Refuses what the backbone has not as soon as it is asked for. */
  private final FeatureExtractorBuilder probe;

  private final List<Consumer<FeatureExtractorBuilder>> extraction = new ArrayList<>();
  private ImmutableSet<String> engines = ImmutableSet.of();
  private DeviceKind device = DeviceKind.CPU;
  private Precision precision = Precision.FP32;
  private FeatureTap tap;
  private boolean offline;
  private ProgressListener progress = ProgressListener.NONE;

  ClassifierTraining(Backbone backbone, ImageDataset dataset, Protocol protocol) {
    if (!protocol.head().fitsLinearHeads()) {
      throw new IllegalArgumentException(
          "Only a linear head can be saved with its backbone as one program, but this protocol's head is \"%s\". Use LinearHeadTrainer or LogisticRegressionTrainer"
              .formatted(protocol.head().description()));
    }
    this.backbone =
        protocol.resizing() == Resizing.AS_PUBLISHED
            ? backbone
            : new ResizedBackbone(backbone, protocol.resizing());
    this.dataset = dataset;
    this.protocol = protocol;
    this.probe = FeatureExtractor.builder(backbone);
    this.tap = backbone.taps().get(0);
  }

  /**
   * Sets the engines to save programs for, by DJL's names: {@link Engines#PYTORCH}, {@link
   * Engines#TENSORFLOW} or both; by default the one that is on the class path, PyTorch where both
   * are. The first one computes the features that the head is fitted on, and is the one that plain
   * DJL takes.
   *
   * @throws IllegalArgumentException if there is none
   */
  @CanIgnoreReturnValue
  public ClassifierTraining engines(String... names) {
    if (names.length == 0) {
      throw new IllegalArgumentException("Name at least one engine");
    }
    engines = ImmutableSet.copyOf(names);
    return this;
  }

  /**
   * Sets the device that the classifier is for, and that computes the features; the CPU by default.
   */
  @CanIgnoreReturnValue
  public ClassifierTraining device(DeviceKind value) {
    device = value;
    return extraction(builder -> builder.device(value));
  }

  /**
   * Sets the precision of the backbone's weights and activations; fp32 by default. The head is
   * always in float32.
   */
  @CanIgnoreReturnValue
  public ClassifierTraining precision(Precision value) {
    precision = value;
    return extraction(builder -> builder.precision(value));
  }

  /**
   * Sets the value that serves as the feature; the backbone's first tap by default.
   *
   * @throws IllegalArgumentException if the backbone lacks it; the message names those it has
   */
  @CanIgnoreReturnValue
  public ClassifierTraining tap(FeatureTap value) {
    tap = value;
    return extraction(builder -> builder.tap(value));
  }

  /**
   * Sets the images a batch while features are extracted; 32 by default.
   *
   * @throws IllegalArgumentException if under 1
   */
  @CanIgnoreReturnValue
  public ClassifierTraining batchSize(int value) {
    return extraction(builder -> builder.batchSize(value));
  }

  /**
   * Sets the folder that keeps features, so that those of an evaluation are not extracted again;
   * {@code features} below {@link CacheDirectory#root} by default.
   */
  @CanIgnoreReturnValue
  public ClassifierTraining store(Path folder) {
    return extraction(builder -> builder.store(folder));
  }

  /** Keeps no features. */
  @CanIgnoreReturnValue
  public ClassifierTraining withoutStore() {
    return extraction(FeatureExtractorBuilder::withoutStore);
  }

  /** Sets what happens with images that cannot be read; they are skipped and named by default. */
  @CanIgnoreReturnValue
  public ClassifierTraining onUnreadableImage(UnreadableImagePolicy value) {
    return extraction(builder -> builder.onUnreadableImage(value));
  }

  /**
   * Sets where images go that cannot be read, under {@link UnreadableImagePolicy#QUARANTINE}; the
   * folder {@code quarantine} of the store by default.
   */
  @CanIgnoreReturnValue
  public ClassifierTraining quarantine(Path folder) {
    return extraction(builder -> builder.quarantine(folder));
  }

  /**
   * Sets the share of images that may be unreadable; 0.01 by default. More stop the training.
   *
   * @throws IllegalArgumentException if it is not in [0, 1]
   */
  @CanIgnoreReturnValue
  public ClassifierTraining allowUnreadable(double share) {
    return extraction(builder -> builder.allowUnreadable(share));
  }

  /** Makes no connection, as {@link Evaluation#offline}. */
  @CanIgnoreReturnValue
  public ClassifierTraining offline() {
    offline = true;
    return extraction(FeatureExtractorBuilder::offline);
  }

  /** Sets who is told about progress; nobody by default. */
  @CanIgnoreReturnValue
  public ClassifierTraining progress(ProgressListener value) {
    progress = value;
    return this;
  }

  private ClassifierTraining extraction(Consumer<FeatureExtractorBuilder> setting) {
    setting.accept(probe);
    extraction.add(setting);
    return this;
  }

  /**
   * Trains the classifier and saves it, in the calling thread. Whether every engine takes the
   * backbone with a head, and whether the folder can be written, is tried out before images are
   * read. The folder appears when it is whole, and not at all if this fails; its size is about that
   * of the backbone's weights for each engine. {@link ClassifierFolder} says what is in it.
   *
   * @param folder that is not there yet; folders above it are made
   * @throws FileAlreadyExistsException if it is there
   * @throws IOException if weights or images cannot be read, or the folder cannot be written
   * @throws IllegalArgumentException if a class has no image to fit on or a name that cannot stand
   *     on a line, the backbone takes no head, or an engine cannot compute in this precision on
   *     this device
   * @throws IllegalStateException if the engine, its natives or the device are not there
   */
  @SuppressWarnings("try") // A lock is held by being open.
  public SavedClassifier save(Path folder) throws IOException {
    Path target = folder.toAbsolutePath();
    refuseExisting(target);
    ImmutableList<String> chosen =
        engines.isEmpty() ? ImmutableList.of(Engines.standard()) : engines.asList();
    EvaluatedImages images = new EvaluatedImages(dataset, protocol);
    ClassifierFolder.requireClassNames(dataset.classNames());
    TrainedHead trained;
    FeatureExtractorBuilder settings = FeatureExtractor.builder(backbone);
    extraction.forEach(setting -> setting.accept(settings));
    try (FeatureExtractor extractor = settings.engine(chosen.get(0)).open(progress)) {
      TrainedHead.requireImages(dataset, images.labels());
      rehearse(chosen, extractor.dimension(), target);
      trained = TrainedHead.fit(extractor, images, progress);
    }
    try (ProcessLock lock = ProcessLock.beside(target);
        StagedFolder staged = StagedFolder.create(target)) {
      refuseExisting(target);
      ClassifierDescription description =
          new ClassifierDescription(
              backbone.name(),
              tap,
              dataset.classNames(),
              backbone.preprocessing(),
              device,
              precision,
              compile(chosen, trained.head(), staged.path()),
              images.protocol().describe(),
              trained.provenance());
      ClassifierFolder.complete(staged.path(), description);
      staged.publish();
      return new SavedClassifier(folder, description, trained.images(), trained.skipped());
    }
  }

  /**
   * Writes the programs with a head of zeros and deletes them: what an engine, the backbone or the
   * disk refuses, it refuses before hours of extraction.
   */
  @SuppressWarnings("try") // A lock is held by being open.
  private void rehearse(List<String> chosen, int dimension, Path target) throws IOException {
    int classes = dataset.classNames().size();
    LinearClassifier zeros =
        LinearClassifier.of(
            false, new double[dimension], new double[dimension * classes], new double[classes]);
    Files.createDirectories(target.resolveSibling("."));
    try (ProcessLock lock = ProcessLock.beside(target);
        StagedFolder staged = StagedFolder.create(target)) {
      compile(chosen, zeros, staged.path());
    }
  }

  private static void refuseExisting(Path target) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "a classifier is saved into a folder that is not there yet");
    }
  }

  private ImmutableMap<String, ClassifierDescription.Program> compile(
      List<String> chosen, LinearClassifier head, Path folder) throws IOException {
    ImmutableMap.Builder<String, ClassifierDescription.Program> programs = ImmutableMap.builder();
    for (String engine : chosen) {
      CompiledBackbone compiled =
          (offline ? backbone.offline() : backbone)
              .compileClassifier(
                  new CompilationTarget(engine, device, precision, tap), head, folder, progress);
      programs.put(
          engine,
          new ClassifierDescription.Program(
              String.valueOf(compiled.path().getFileName()),
              compiled.input(),
              compiled.identity()));
    }
    return programs.buildOrThrow();
  }
}
