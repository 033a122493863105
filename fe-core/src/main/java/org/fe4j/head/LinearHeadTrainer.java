package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.List;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Labels;

/**
 * Trains one linear layer, i.e. softmax regression: logits {@code z = W x + b}, cross-entropy
 * {@code -log softmax(z)[y]} averaged over the rows of a batch, Adam (Kingma and Ba, 2015; decay
 * rates 0.9 and 0.999, epsilon 1e-8) as PyTorch computes it.
 *
 * <p>Everything else can be chosen; the defaults are the standard protocol
 * (docs/concepts/protocol.md): features standardised on the train part, weights that begin at zero,
 * learning rate 0.001, batches of 32 rows in an order that changes with each epoch and is decided
 * by seed 42, at most 100 epochs, a stop after 5 epochs without a lower loss on the validation
 * part, and the weights of the epoch of lowest loss. A part without validation rows is trained for
 * all epochs and keeps its last weights.
 *
 * <p>Parts are trained side by side on the threads of the JVM's common pool, in plain Java. A part
 * has its own order of rows, its own scaling and its own stop: its head is to the bit the one that
 * it would get alone, on any machine, whatever engine computed the features.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class LinearHeadTrainer implements HeadTrainer {

  private final LinearSettings settings;

  private LinearHeadTrainer(LinearSettings settings) {
    this.settings = settings;
  }

  /** Returns the trainer with all defaults. */
  public static LinearHeadTrainer standard() {
    return new LinearHeadTrainer(LinearSettings.STANDARD);
  }

  /**
   * Returns the trainer of the paper's protocol, which follows its authors' published baseline code
   * where the paper is silent: features divided by their L2 norm, weights that begin uniform in
   * ±1/√dimension, learning rate 0.001, batches of 32 rows that stay the same ({@link
   * Shuffling#ONCE}: the baseline does not shuffle rows that were drawn at random), at most 100
   * epochs, {@link Stopping#PREVIOUS_EPOCH} with patience 5.
   */
  public static LinearHeadTrainer paper() {
    return new LinearHeadTrainer(LinearSettings.PAPER);
  }

  /** Returns a builder with all defaults. */
  public static Builder builder() {
    return new Builder(LinearSettings.STANDARD);
  }

  /** Returns a builder that begins with what this trainer does. */
  public Builder toBuilder() {
    return new Builder(settings);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if a feature is not a finite number
   * @throws IllegalStateException if training diverges: a loss is not a finite number any more
   */
  @Override
  public ImmutableList<Head> fit(
      FeatureMatrix features, Labels labels, List<FittingPart> parts, ProgressListener progress) {
    return ImmutableList.copyOf(train(features, labels, parts, progress));
  }

  /** Returns the heads as what they are. */
  ImmutableList<LinearHead> train(
      FeatureMatrix features, Labels labels, List<FittingPart> parts, ProgressListener progress) {
    FittingChecks.check(features, labels, parts);
    return new LinearTraining(settings, features, labels, progress).train(parts);
  }

  LinearSettings settings() {
    return settings;
  }

  @Override
  public boolean fitsLinearHeads() {
    return true;
  }

  @Override
  public String description() {
    return "linear head: %s; Adam, learning rate %s; cross-entropy; %s; batch %d%s;"
            .formatted(
                settings.scaling().description(),
                LinearSettings.plain(settings.learningRate()),
                settings.initialWeights().description(settings.seed()),
                settings.batchSize(),
                settings.shuffling().description(settings.seed()))
        + " at most %d epochs; %s%s"
            .formatted(
                settings.epochs(),
                settings.stopping().description(settings.patience()),
                settings.float64() ? "; float64" : "");
  }

  @Override
  public String toString() {
    return description();
  }

  /**
   * Chooses how a head is trained. Each method refuses a bad value at once.
   *
   * <p>Not safe for concurrent use; confine an instance to one thread.
   */
  public static final class Builder {
    private Scaling scaling;
    private double learningRate;
    private int batchSize;
    private int epochs;
    private Stopping stopping;
    private int patience;
    private Shuffling shuffling;
    private InitialWeights initialWeights;
    private long seed;
    private boolean float64;

    private Builder(LinearSettings settings) {
      scaling = settings.scaling();
      learningRate = settings.learningRate();
      batchSize = settings.batchSize();
      epochs = settings.epochs();
      stopping = settings.stopping();
      patience = settings.patience();
      shuffling = settings.shuffling();
      initialWeights = settings.initialWeights();
      seed = settings.seed();
      float64 = settings.float64();
    }

    /** Sets what is done to features first; {@link Scaling#STANDARDIZE} by default. */
    @CanIgnoreReturnValue
    public Builder scaling(Scaling value) {
      scaling = value;
      return this;
    }

    /** Sets Adam's learning rate, positive; 0.001 by default. */
    @CanIgnoreReturnValue
    public Builder learningRate(double value) {
      if (!(value > 0) || Double.isInfinite(value)) {
        throw new IllegalArgumentException("The learning rate must be positive, not " + value);
      }
      learningRate = value;
      return this;
    }

    /** Sets the rows of a step, 1 or more; 32 by default. */
    @CanIgnoreReturnValue
    public Builder batchSize(int value) {
      batchSize = atLeastOne("batch size", value);
      return this;
    }

    /** Sets the number of epochs at most, 1 or more; 100 by default. */
    @CanIgnoreReturnValue
    public Builder epochs(int value) {
      epochs = atLeastOne("number of epochs", value);
      return this;
    }

    /** Sets when to stop and which weights to keep; {@link Stopping#BEST_EPOCH} by default. */
    @CanIgnoreReturnValue
    public Builder stopping(Stopping value) {
      stopping = value;
      return this;
    }

    /** Sets the epochs in a row that the stopping rule counts to, 1 or more; 5 by default. */
    @CanIgnoreReturnValue
    public Builder patience(int value) {
      patience = atLeastOne("patience", value);
      return this;
    }

    /** Sets the order of rows in an epoch; {@link Shuffling#EACH_EPOCH} by default. */
    @CanIgnoreReturnValue
    public Builder shuffling(Shuffling value) {
      shuffling = value;
      return this;
    }

    /** Sets what the weights are at first; {@link InitialWeights#ZERO} by default. */
    @CanIgnoreReturnValue
    public Builder initialWeights(InitialWeights value) {
      initialWeights = value;
      return this;
    }

    /** Sets the seed of the orders of rows and of initial weights; 42 by default. */
    @CanIgnoreReturnValue
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Sets whether to compute in float64, slower, rather than in float32; false by default. */
    @CanIgnoreReturnValue
    public Builder float64(boolean value) {
      float64 = value;
      return this;
    }

    /** Returns the trainer. */
    public LinearHeadTrainer build() {
      return new LinearHeadTrainer(
          new LinearSettings(
              scaling,
              learningRate,
              batchSize,
              epochs,
              stopping,
              patience,
              shuffling,
              initialWeights,
              seed,
              float64));
    }

    private static int atLeastOne(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(
            "The %s must be 1 or more, not %d".formatted(name, value));
      }
      return value;
    }
  }
}
