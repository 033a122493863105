package org.fe4j;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.CheckReturnValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.head.HeadTrainer;
import org.fe4j.head.LinearHeadTrainer;
import org.fe4j.head.Scaling;
import org.fe4j.validation.KFold;
import org.fe4j.validation.SplitDataset;
import org.fe4j.validation.Splitter;
import org.fe4j.validation.StratifiedGroupKFold;
import org.jspecify.annotations.Nullable;

/**
 * How a backbone is judged, from the picture to the figures: how pictures are resized, how images
 * are divided, what happens with copies, how heads are trained. Every report prints it. Two
 * protocols are given, each field of which can be changed; a changed one says what was changed.
 *
 * <p>Immutable and safe for use by multiple threads; equal where all that it says of itself is.
 */
@CheckReturnValue
public final class Protocol {
  /** The setting that says what a division of somebody's own is. */
  static final String VALIDATION = "validation";

  /** The setting that says what a head of somebody's own is. */
  static final String HEAD = "head";

  /** The setting, and the entry of the description, that says what happens with copies. */
  static final String COPIES = "copies";

  /** The entry of the description that says how pictures are resized. */
  static final String RESIZING = "resizing";

  static final String BASE = "protocol";
  static final String VERSION = "protocol version";
  private static final String FOLDS = "folds";
  private static final String SEED = "seed";
  private static final String SCALING = "scaling";

  private static final int DEFAULT_FOLDS = 5;
  static final long DEFAULT_SEED = 42;

  private final Base base;
  private final Optional<Splitter> validation;
  private final Optional<Integer> folds;
  private final Optional<HeadTrainer> head;
  private final Optional<Scaling> scaling;
  private final Optional<Long> seed;
  private final Optional<Resizing> resizing;
  private final Optional<CopyPolicy> copies;

  /** What is there before anything is changed. A version changes when any figure would. */
  private enum Base {
    STANDARD("standard", 1, Scaling.STANDARDIZE, Resizing.AS_PUBLISHED, CopyPolicy.EXACT_TOGETHER) {
      @Override
      Splitter splitter(int folds, long seed) {
        return StratifiedGroupKFold.of(folds).withSeed(seed);
      }

      @Override
      LinearHeadTrainer head() {
        return LinearHeadTrainer.standard();
      }
    },
    PAPER("paper", 1, Scaling.L2, Resizing.BICUBIC_TO_CROP, CopyPolicy.DIVIDED) {
      @Override
      Splitter splitter(int folds, long seed) {
        return KFold.of(folds).withSeed(seed).likeScikitLearn();
      }

      @Override
      LinearHeadTrainer head() {
        return LinearHeadTrainer.paper();
      }
    };

    private final String protocolName;
    private final int version;
    private final Scaling scaling;
    private final Resizing resizing;
    private final CopyPolicy copies;

    Base(String protocolName, int version, Scaling scaling, Resizing resizing, CopyPolicy copies) {
      this.protocolName = protocolName;
      this.version = version;
      this.scaling = scaling;
      this.resizing = resizing;
      this.copies = copies;
    }

    abstract Splitter splitter(int folds, long seed);

    abstract LinearHeadTrainer head();
  }

  private Protocol(Changes changes) {
    this.base = changes.base;
    this.validation = Optional.ofNullable(changes.validation);
    this.folds = Optional.ofNullable(changes.folds);
    this.head = Optional.ofNullable(changes.head);
    this.scaling = Optional.ofNullable(changes.scaling);
    this.seed = Optional.ofNullable(changes.seed);
    this.resizing = Optional.ofNullable(changes.resizing);
    this.copies = Optional.ofNullable(changes.copies);
  }

  /**
   * Returns the default: stratified 5 folds with seed 42 that keep groups and images with the same
   * bytes together, each weight file's own preprocessing, features standardised on the rows that
   * are fitted, a linear head under Adam with the best epoch kept. docs/concepts/protocol.md says
   * why.
   */
  public static Protocol standard() {
    return new Protocol(new Changes(Base.STANDARD));
  }

  /**
   * Returns what arXiv 2310.02037 states and, where it is silent, what the same group's published
   * baseline code does: bicubic resizing for every backbone, L2-normalised features, 5 folds that
   * are not stratified, shuffled with seed 42 as scikit-learn does, batches of 32 that are the same
   * in each epoch, a stop where the validation loss has not fallen for 5 epochs in a row, the last
   * epoch kept, parts to train and to test on joined, and no look at copies. The numbers of its
   * library's random generator are not reproduced where weights begin.
   */
  public static Protocol paper() {
    return new Protocol(new Changes(Base.PAPER));
  }

  /**
   * Returns the protocol with another number of folds.
   *
   * @throws IllegalArgumentException if under 2
   * @throws IllegalStateException if a validation was set
   */
  public Protocol withFolds(int value) {
    refuseBoth(validation.isPresent(), "folds", "validation");
    Objects.requireNonNull(base.splitter(value, DEFAULT_SEED)); // Refuses a bad number here.
    Changes changes = changes();
    changes.folds = value;
    return new Protocol(changes);
  }

  /**
   * Returns the protocol with another way to divide images.
   *
   * @throws IllegalStateException if folds were set
   */
  public Protocol withValidation(Splitter value) {
    refuseBoth(folds.isPresent(), "validation", "folds");
    Changes changes = changes();
    changes.validation = value;
    return new Protocol(changes);
  }

  /**
   * Returns the protocol with other heads.
   *
   * @throws IllegalStateException if a scaling was set
   */
  public Protocol withHead(HeadTrainer value) {
    refuseBoth(scaling.isPresent(), "head", "scaling");
    Changes changes = changes();
    changes.head = value;
    return new Protocol(changes);
  }

  /**
   * Returns the protocol with another scaling of features.
   *
   * @throws IllegalStateException if a head was set, which scales as it wants
   */
  public Protocol withScaling(Scaling value) {
    refuseBoth(head.isPresent(), "scaling", "head");
    Changes changes = changes();
    changes.scaling = value;
    return new Protocol(changes);
  }

  /** Returns the protocol with another seed of its own folds and its own head; 42 by default. */
  public Protocol withSeed(long value) {
    Changes changes = changes();
    changes.seed = value;
    return new Protocol(changes);
  }

  /** Returns the protocol with another way to resize pictures. */
  public Protocol withResizing(Resizing value) {
    Changes changes = changes();
    changes.resizing = value;
    return new Protocol(changes);
  }

  /** Returns the protocol with another policy for copies. */
  public Protocol withCopies(CopyPolicy value) {
    Changes changes = changes();
    changes.copies = value;
    return new Protocol(changes);
  }

  /** Returns how images are divided. */
  public Splitter validation() {
    return validation.orElseGet(
        () -> base.splitter(folds.orElse(DEFAULT_FOLDS), seed.orElse(DEFAULT_SEED)));
  }

  /** Returns how heads are trained. */
  public HeadTrainer head() {
    return head.orElseGet(
        () ->
            base.head().toBuilder()
                .scaling(scaling.orElse(base.scaling))
                .seed(seed.orElse(DEFAULT_SEED))
                .build());
  }

  /** Returns how pictures are resized. */
  public Resizing resizing() {
    return resizing.orElse(base.resizing);
  }

  /** Returns what happens with copies. */
  public CopyPolicy copies() {
    return copies.orElse(base.copies);
  }

  /**
   * Returns the protocol on a data set. Under the standard protocol one that somebody divided
   * before is divided as it was, unless another division was asked for; the paper joins the parts.
   */
  Protocol on(ImageDataset dataset) {
    if (base == Base.STANDARD
        && validation.isEmpty()
        && folds.isEmpty()
        && dataset instanceof SplitDataset divided) {
      return withValidation(divided.splitter().withSeed(seed.orElse(DEFAULT_SEED)));
    }
    return this;
  }

  /** Returns its name with its version and what was changed: {@code "standard, version 1"}. */
  public String name() {
    List<String> changed = changed();
    String name = "%s, version %d".formatted(base.protocolName, base.version);
    return changed.isEmpty() ? name : name + ", but for its " + Joiner.on(", ").join(changed);
  }

  /** Returns all of it for reports, in the order in which it is printed. */
  public ImmutableMap<String, String> describe() {
    return ImmutableMap.of(
        "protocol",
        name(),
        RESIZING,
        resizing().description(),
        "validation",
        validation().description(),
        COPIES,
        copies().description(),
        "head",
        head().description());
  }

  /** Returns what was changed, by the name of the method, so that it can be set again. */
  ImmutableMap<String, String> settings() {
    ImmutableMap.Builder<String, String> settings = ImmutableMap.builder();
    settings.put(BASE, base.protocolName);
    settings.put(VERSION, Integer.toString(base.version));
    folds.ifPresent(value -> settings.put(FOLDS, Integer.toString(value)));
    seed.ifPresent(value -> settings.put(SEED, Long.toString(value)));
    scaling.ifPresent(value -> settings.put(SCALING, value.name()));
    resizing.ifPresent(value -> settings.put(RESIZING, value.name()));
    copies.ifPresent(value -> settings.put(COPIES, value.name()));
    validation.ifPresent(value -> settings.put(VALIDATION, value.description()));
    head.ifPresent(value -> settings.put(HEAD, value.description()));
    return settings.buildOrThrow();
  }

  /**
   * Returns the protocol of these settings, but for a head and a division of somebody's own, which
   * are only described there.
   *
   * @throws IllegalArgumentException if this version of fe4j has no such protocol
   */
  static Protocol of(Map<String, String> settings) {
    String name = settings.getOrDefault(BASE, "");
    String version = settings.getOrDefault(VERSION, "");
    Changes changes =
        new Changes(
            Arrays.stream(Base.values())
                .filter(base -> base.protocolName.equals(name))
                .filter(base -> Integer.toString(base.version).equals(version))
                .findFirst()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "This fe4j has no protocol \"%s\" of version %s; it has %s"
                                .formatted(name, version, Arrays.toString(Base.values())))));
    changes.folds = value(settings, FOLDS).map(Integer::valueOf).orElse(null);
    changes.seed = value(settings, SEED).map(Long::valueOf).orElse(null);
    changes.scaling = value(settings, SCALING).map(Scaling::valueOf).orElse(null);
    changes.resizing = value(settings, RESIZING).map(Resizing::valueOf).orElse(null);
    changes.copies = value(settings, COPIES).map(CopyPolicy::valueOf).orElse(null);
    return new Protocol(changes);
  }

  private static Optional<String> value(Map<String, String> settings, String name) {
    return Optional.ofNullable(settings.get(name));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Protocol that && describe().equals(that.describe());
  }

  @Override
  public int hashCode() {
    return describe().hashCode();
  }

  @Override
  public String toString() {
    return Joiner.on("; ").withKeyValueSeparator(": ").join(describe());
  }

  private List<String> changed() {
    List<String> changed = new ArrayList<>();
    addIf(validation.isPresent(), "validation", changed);
    addIf(folds.filter(n -> n != DEFAULT_FOLDS).isPresent(), "folds", changed);
    addIf(head.isPresent(), "head", changed);
    addIf(scaling.filter(value -> value != base.scaling).isPresent(), "scaling", changed);
    addIf(seed.filter(value -> value != DEFAULT_SEED).isPresent(), "seed", changed);
    addIf(resizing() != base.resizing, "resizing", changed);
    addIf(copies() != base.copies, "copies", changed);
    return changed;
  }

  private static void addIf(boolean present, String name, List<String> names) {
    if (present) {
      names.add(name);
    }
  }

  private static void refuseBoth(boolean otherIsSet, String setting, String other) {
    if (otherIsSet) {
      throw new IllegalStateException(
          "%s(…) cannot be set beside %s(…): leave one of them out".formatted(setting, other));
    }
  }

  private Changes changes() {
    Changes changes = new Changes(base);
    changes.validation = validation.orElse(null);
    changes.folds = folds.orElse(null);
    changes.head = head.orElse(null);
    changes.scaling = scaling.orElse(null);
    changes.seed = seed.orElse(null);
    changes.resizing = resizing.orElse(null);
    changes.copies = copies.orElse(null);
    return changes;
  }

  /** What one of the methods above changes before the next protocol is made of it. */
  private static final class Changes {
    private final Base base;
    private @Nullable Splitter validation;
    private @Nullable Integer folds;
    private @Nullable HeadTrainer head;
    private @Nullable Scaling scaling;
    private @Nullable Long seed;
    private @Nullable Resizing resizing;
    private @Nullable CopyPolicy copies;

    private Changes(Base base) {
      this.base = base;
    }
  }
}
