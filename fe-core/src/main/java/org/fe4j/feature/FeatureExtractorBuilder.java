package org.fe4j.feature;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.Precision;
import org.fe4j.download.CacheDirectory;
import org.fe4j.engine.Engines;
import org.fe4j.image.ImageDecoder;
import org.fe4j.progress.ProgressListener;
import org.fe4j.store.ElementType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of a feature extractor, which keeps those that it was opened with. Not safe for
 * concurrent use; confine to one thread.
 */
public final class FeatureExtractorBuilder {
  static final Logger LOGGER = LoggerFactory.getLogger(FeatureExtractor.class);

  Backbone backbone;
  DeviceKind device = DeviceKind.CPU;
  int gpuIndex;
  Precision precision = Precision.FP32;
  FeatureTap tap;
  int batchSize = 32;
  int decodingThreads = Runtime.getRuntime().availableProcessors();
  ImageDecoder decoder = ImageDecoder.standard();
  UnreadableImagePolicy unreadable = UnreadableImagePolicy.SKIP;
  double allowedUnreadable = UnreadableImagePolicy.ALLOWED_SHARE;
  Optional<Path> store = Optional.of(CacheDirectory.features());
  ElementType storedAs = ElementType.FLOAT32;
  boolean offline;

  /** Whether a batch that is not full is filled up. */
  boolean fillsBatches = true;

  /** Whether a batch's features are read when the engine has the next batch already. */
  boolean readsLater;

  private @Nullable String engine;
  private Optional<Path> quarantine = Optional.empty();

  FeatureExtractorBuilder(Backbone backbone) {
    this.backbone = backbone;
    this.tap = backbone.taps().get(0);
  }

  /**
   * Sets the engine by DJL's name: {@link Engines#PYTORCH} or {@link Engines#TENSORFLOW}; by
   * default the one that is on the class path, PyTorch where both are.
   */
  public FeatureExtractorBuilder engine(String value) {
    engine = value;
    return this;
  }

  /** Returns the engine's name. */
  public String engine() {
    return engine == null ? Engines.standard() : engine;
  }

  /** Sets the device; the CPU by default. */
  public FeatureExtractorBuilder device(DeviceKind value) {
    device = value;
    // A CPU has computed them when it returns; a GPU computes on, and must not wait.
    readsLater = value != DeviceKind.CPU;
    return this;
  }

  /**
   * Sets the GPU by its index among those that the engine sees, and with it the device; by default
   * the first one is used where {@link #device} says that it is a GPU.
   *
   * @throws IllegalArgumentException if under 0
   */
  public FeatureExtractorBuilder gpu(int index) {
    if (index < 0) {
      throw new IllegalArgumentException("GPUs are counted from 0, found " + index);
    }
    gpuIndex = index;
    return device(DeviceKind.GPU);
  }

  /** Sets the precision of weights and activations; fp32 by default. */
  public FeatureExtractorBuilder precision(Precision value) {
    precision = value;
    return this;
  }

  /**
   * Sets the tap; the backbone's first by default.
   *
   * @throws IllegalArgumentException if the backbone lacks it; the message names those it has
   */
  public FeatureExtractorBuilder tap(FeatureTap value) {
    if (!backbone.taps().contains(value)) {
      throw new IllegalArgumentException(
          "%s has no tap \"%s\"; it has: %s".formatted(backbone.name(), value, backbone.taps()));
    }
    tap = value;
    return this;
  }

  /**
   * Sets the images a batch; 32 by default. Every batch has this size, the last one is filled up.
   *
   * @throws IllegalArgumentException if under 1, or if the pixels of a batch are 2 GiB or more
   */
  public FeatureExtractorBuilder batchSize(int value) {
    requirePositive("The batch size", value);
    int most = Integer.MAX_VALUE / backbone.preprocessing().cropBytes();
    if (value > most) {
      throw new IllegalArgumentException(
          "The batch size for %s may be at most %d, whose pixels are 2 GiB, found %d"
              .formatted(backbone.name(), most, value));
    }
    batchSize = value;
    return this;
  }

  /**
   * Sets the threads that decode and resize; as many as processors by default.
   *
   * @throws IllegalArgumentException if under 1
   */
  public FeatureExtractorBuilder decodingThreads(int value) {
    decodingThreads = requirePositive("The number of decoding threads", value);
    return this;
  }

  /** Sets the decoder; the standard one by default. */
  public FeatureExtractorBuilder decoder(ImageDecoder value) {
    decoder = value;
    return this;
  }

  /** Sets what happens with images that cannot be read; they are skipped by default. */
  public FeatureExtractorBuilder onUnreadableImage(UnreadableImagePolicy value) {
    unreadable = value;
    return this;
  }

  /**
   * Sets the share of images that may be unreadable, in [0, 1]; 0.01 by default. More of them stop
   * the run, whatever the policy: a broken disk or a wrong folder is no data set.
   *
   * @throws IllegalArgumentException if it is no share
   */
  public FeatureExtractorBuilder allowUnreadable(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "The share of unreadable images must lie in [0, 1], found " + share);
    }
    allowedUnreadable = share;
    return this;
  }

  /**
   * Sets where images go that cannot be read, under {@link UnreadableImagePolicy#QUARANTINE}; the
   * folder {@code quarantine} of the store by default.
   */
  public FeatureExtractorBuilder quarantine(Path folder) {
    quarantine = Optional.of(folder);
    return this;
  }

  /**
   * Sets the folder that keeps features, so that each is extracted once; {@code features} below
   * {@link CacheDirectory#root} by default.
   */
  public FeatureExtractorBuilder store(Path folder) {
    store = Optional.of(folder);
    return this;
  }

  /**
   * Makes no connection: weights that are not in the cache are an error that says how to bring
   * them. By default the settings of this process decide, see {@link
   * org.fe4j.download.OfflineMode#current}.
   */
  public FeatureExtractorBuilder offline() {
    backbone = backbone.offline();
    offline = true;
    return this;
  }

  /**
   * Keeps no features. Those of a run are in temporary files then, which are deleted when the JVM
   * no longer needs them.
   */
  public FeatureExtractorBuilder withoutStore() {
    store = Optional.empty();
    return this;
  }

  /**
   * Sets how the store keeps values, and so what is returned for a data set; {@link
   * ElementType#FLOAT32} by default. A single picture's feature is never rounded.
   */
  public FeatureExtractorBuilder storedAs(ElementType value) {
    storedAs = value;
    return this;
  }

  /**
   * Runs single pictures, and the last batch of a data set, as small as they are instead of filling
   * the batch up, which costs as much as a full one: for a few pictures at a time. What comes out
   * then depends in its last bits on how many came together.
   */
  public FeatureExtractorBuilder withoutFilling() {
    fillsBatches = false;
    return this;
  }

  /**
   * Compiles the backbone where that was not done before, and starts the engine; the engine loads
   * the backbone when the first image needs it.
   *
   * @throws IOException if weights cannot be fetched or read
   * @throws IllegalStateException if the engine, its natives or the device are not there
   */
  public FeatureExtractor open(ProgressListener progress) throws IOException {
    if (unreadable == UnreadableImagePolicy.QUARANTINE && quarantineFolder().isEmpty()) {
      throw new IllegalStateException(
          "Without a store, quarantine(folder) must say where unreadable images go");
    }
    return EngineFeatureExtractor.open(copy(), progress);
  }

  /** What is set here afterwards must change no extractor, whose recipe is fixed. */
  private FeatureExtractorBuilder copy() {
    FeatureExtractorBuilder copy = new FeatureExtractorBuilder(backbone);
    copy.engine = engine;
    copy.device = device;
    copy.gpuIndex = gpuIndex;
    copy.precision = precision;
    copy.tap = tap;
    copy.batchSize = batchSize;
    copy.decodingThreads = decodingThreads;
    copy.decoder = decoder;
    copy.unreadable = unreadable;
    copy.allowedUnreadable = allowedUnreadable;
    copy.store = store;
    copy.storedAs = storedAs;
    copy.offline = offline;
    copy.fillsBatches = fillsBatches;
    copy.readsLater = readsLater;
    copy.quarantine = quarantine;
    return copy;
  }

  Optional<Path> quarantineFolder() {
    return quarantine.or(() -> store.map(folder -> folder.resolve("quarantine")));
  }

  /** Returns the images of a batch that so many were put into. */
  int images(int filled) {
    return fillsBatches ? batchSize : filled;
  }

  /** Refuses a feature that is not finite. */
  void requireFinite(float[] values, int offset, int dimension, String image) throws IOException {
    for (int i = 0; i < dimension; i++) {
      if (!Float.isFinite(values[offset + i])) {
        throw new IOException(
            "%s: the feature of %s is not finite in %s (value %d is %s); use fp32, or check the weights"
                .formatted(backbone.name(), image, precision, i, values[offset + i]));
      }
    }
  }

  CompilationTarget target() {
    return new CompilationTarget(engine(), device, precision, tap);
  }

  private static int requirePositive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, found " + value);
    }
    return value;
  }
}
