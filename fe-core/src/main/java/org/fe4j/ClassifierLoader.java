package org.fe4j;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.classifier.ClassifierDescription;
import org.fe4j.classifier.ClassifierFolder;
import org.fe4j.engine.Engines;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.feature.FeatureExtractorBuilder;
import org.fe4j.feature.UnreadableImagePolicy;
import org.fe4j.progress.ProgressListener;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a classifier that is loaded; all have defaults. Not safe for concurrent use;
 * confine an instance to one thread.
 */
public final class ClassifierLoader {
  private final Path folder;
  private @Nullable String engine;
  private @Nullable DeviceKind device;
  private @Nullable Path quarantine;
  private int batchSize = 32;
  private int decodingThreads = Runtime.getRuntime().availableProcessors();
  private UnreadableImagePolicy unreadable = UnreadableImagePolicy.SKIP;

  ClassifierLoader(Path folder) {
    this.folder = folder;
  }

  /**
   * Sets the engine by DJL's name; by default the one on the class path that the classifier was
   * saved for.
   */
  @CanIgnoreReturnValue
  public ClassifierLoader engine(String value) {
    engine = value;
    return this;
  }

  /**
   * Sets the device; by default the one that the classifier was saved for. A program is compiled
   * for one kind of device: another one is refused when it is loaded.
   */
  @CanIgnoreReturnValue
  public ClassifierLoader device(DeviceKind value) {
    device = value;
    return this;
  }

  /**
   * Sets the most images that the engine gets at a time; 32 by default. Fewer take as long as they
   * are.
   *
   * @throws IllegalArgumentException if under 1
   */
  @CanIgnoreReturnValue
  public ClassifierLoader batchSize(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("The batch size must be at least 1, found " + value);
    }
    batchSize = value;
    return this;
  }

  /**
   * Sets the threads that decode and resize where several files are classified; as many as
   * processors by default.
   *
   * @throws IllegalArgumentException if under 1
   */
  @CanIgnoreReturnValue
  public ClassifierLoader decodingThreads(int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "The number of decoding threads must be at least 1, found " + value);
    }
    decodingThreads = value;
    return this;
  }

  /**
   * Sets what happens with files that cannot be read where several are classified; they are skipped
   * and named by default.
   */
  @CanIgnoreReturnValue
  public ClassifierLoader onUnreadableImage(UnreadableImagePolicy value) {
    unreadable = value;
    return this;
  }

  /** Sets where files go that cannot be read, under {@link UnreadableImagePolicy#QUARANTINE}. */
  @CanIgnoreReturnValue
  public ClassifierLoader quarantine(Path value) {
    quarantine = value;
    return this;
  }

  /**
   * Returns the classifier. The engine loads its program with the first picture.
   *
   * @throws org.fe4j.classifier.MalformedClassifierException if the folder is no classifier, of
   *     another format version, or damaged
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it was saved for another engine or device
   * @throws IllegalStateException if the engine, its natives or the device are not there, or a
   *     quarantine is asked for without a folder
   */
  public Classifier load() throws IOException {
    ClassifierFolder opened = ClassifierFolder.open(folder);
    ClassifierDescription description = opened.description();
    Backbone program = opened.asBackbone();
    CompilationTarget target =
        new CompilationTarget(
            engine == null ? engineFor(description) : engine,
            device == null ? description.device() : device,
            description.precision(),
            program.taps().get(0));
    // Says what the folder is for; an engine would only say that it sees no GPU.
    program.compile(target, ProgressListener.NONE);
    FeatureExtractorBuilder settings =
        FeatureExtractor.builder(program)
            .engine(target.engine())
            .device(target.device())
            .precision(target.precision())
            .batchSize(batchSize)
            .decodingThreads(decodingThreads)
            .withoutFilling()
            .withoutStore()
            .onUnreadableImage(unreadable)
            .allowUnreadable(1);
    if (quarantine != null) {
      settings.quarantine(quarantine);
    }
    return new Classifier(description, settings.open(ProgressListener.NONE));
  }

  /** Of several programs the one whose engine is there. */
  private static String engineFor(ClassifierDescription description) {
    String standard = Engines.standard();
    return description.programs().containsKey(standard)
        ? standard
        : description.programs().keySet().iterator().next();
  }
}
