package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Arrays;
import java.util.List;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Labels;

/**
 * Fits multinomial logistic regression to its minimum: {@code C Σ -log softmax(W x + b)[y] + ½
 * ‖W‖²} over the train rows, the intercepts b free, in float64 by L-BFGS (memory 10, strong Wolfe
 * conditions), guided by the 64 or so first principal axes of the features, since these are
 * strongly correlated. That is scikit-learn's {@code LogisticRegression(C=C)}: with two classes it
 * has one vector of weights, here the difference of the two. Unlike {@link LinearHeadTrainer} there
 * is no learning rate, no order of rows and no epoch to choose: the minimum is one point.
 *
 * <p>How much C the features bear is decided for each part on its validation rows: of 10^-4, 10^-3,
 * …, 10^4 the one with the lowest mean log loss there, and of equals the smallest. They are tried
 * upwards, each from the weights of the one before, until one is no better: the loss over log C has
 * one valley, and large C cost most. The head keeps what was fitted on the train part alone, as the
 * linear head does: both see the same rows, and the scaling is theirs. A part without validation
 * rows gets C = 1.
 *
 * <p>A class without a train row has probability 0, and its validation rows do not count. Where the
 * iteration limit is reached first, the head is what was reached: a warning is logged, and {@link
 * Head#note()}, which also names C, says so.
 *
 * <p>All parts are fitted at once, each on a thread of the JVM's common pool, in plain Java. The
 * head of a part is to the bit the one that it would get alone, on any machine. Features are not
 * copied; a part needs room for about 30 times its weights and 600 rows, in float64.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class LogisticRegressionTrainer implements HeadTrainer {

  private final LogisticSettings settings;

  private LogisticRegressionTrainer(LogisticSettings settings) {
    this.settings = settings;
  }

  /** Returns the trainer with all defaults. */
  public static LogisticRegressionTrainer standard() {
    return new LogisticRegressionTrainer(LogisticSettings.STANDARD);
  }

  /** Returns a builder with all defaults. */
  public static Builder builder() {
    return new Builder(LogisticSettings.STANDARD);
  }

  /** Returns a builder that begins with what this trainer does. */
  public Builder toBuilder() {
    return new Builder(settings);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if a feature is not a finite number
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
    ProgressCount count =
        new ProgressCount(
            "Fitting heads",
            (long) parts.size() * settings.candidates().length(),
            "values of C",
            progress);
    return parts.parallelStream()
        .map(part -> new LogisticFold(settings, features, labels, part).run(count::add))
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public boolean fitsLinearHeads() {
    return true;
  }

  @Override
  public String description() {
    ImmutableDoubleArray candidates = settings.candidates();
    String c =
        settings.chooses()
            ? "C of the lowest validation log loss among %s, tried upwards until one is no"
                    .formatted(candidates)
                + " better; C = %s without validation rows".formatted(settings.withoutValidation())
            : "C = " + candidates.get(0);
    return "logistic regression: %s; L2 penalty on weights, not on intercepts; %s; fitted on the train"
            .formatted(settings.scaling().description(), c)
        + " part; L-BFGS in float64, gradient within %s of its first, at most %d iterations"
            .formatted(settings.tolerance(), settings.iterations());
  }

  @Override
  public String toString() {
    return description();
  }

  /**
   * Chooses how a logistic regression is fitted. Each method refuses a bad value at once.
   *
   * <p>Not safe for concurrent use; confine an instance to one thread.
   */
  public static final class Builder {
    private Scaling scaling;
    private ImmutableDoubleArray candidates;
    private double tolerance;
    private int iterations;

    private Builder(LogisticSettings settings) {
      scaling = settings.scaling();
      candidates = settings.candidates();
      tolerance = settings.tolerance();
      iterations = settings.iterations();
    }

    /** Sets what is done to features first; {@link Scaling#STANDARDIZE} by default. */
    @CanIgnoreReturnValue
    public Builder scaling(Scaling value) {
      scaling = value;
      return this;
    }

    /**
     * Sets the values of C to choose from by the validation rows, positive, in any order; 10^-4,
     * 10^-3, …, 10^4 by default. One value is no choice: it is C, whatever the validation rows say.
     */
    @CanIgnoreReturnValue
    public Builder c(double... values) {
      if (values.length == 0) {
        throw new IllegalArgumentException("Name at least one value of C");
      }
      for (double value : values) {
        if (!(value > 0) || Double.isInfinite(value)) {
          throw new IllegalArgumentException("C must be positive, not " + value);
        }
      }
      candidates = ImmutableDoubleArray.copyOf(Arrays.stream(values).distinct().sorted());
      return this;
    }

    /**
     * Sets when the minimum is reached: when no entry of the gradient is larger than this share of
     * the largest one at zero weights; in (0, 1), 1e-6 by default.
     */
    @CanIgnoreReturnValue
    public Builder tolerance(double value) {
      if (!(value > 0 && value < 1)) {
        throw new IllegalArgumentException("The tolerance must be between 0 and 1, not " + value);
      }
      tolerance = value;
      return this;
    }

    /** Sets the iterations at most for each C, 1 or more; 1000 by default. */
    @CanIgnoreReturnValue
    public Builder iterations(int value) {
      if (value < 1) {
        throw new IllegalArgumentException(
            "The number of iterations must be 1 or more, not " + value);
      }
      iterations = value;
      return this;
    }

    /** Returns the trainer. */
    public LogisticRegressionTrainer build() {
      return new LogisticRegressionTrainer(
          new LogisticSettings(
              scaling,
              candidates,
              LogisticSettings.STANDARD.withoutValidation(),
              tolerance,
              iterations));
    }
  }
}
