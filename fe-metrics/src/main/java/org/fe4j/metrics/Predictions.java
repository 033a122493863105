package org.fe4j.metrics;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.Immutable;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a classifier said about each row while that row was held out, beside the truth: everything
 * that a report is computed from.
 *
 * <p>N rows with an id, a true class, a predicted class and a fold, over C classes; either every
 * row has C class probabilities or none has. Classes are indices into {@link #classNames()}. A fold
 * is the number of the division in whose test part the row was; it is printed as it is.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
@Immutable
public final class Predictions {
  private final ImmutableList<String> classNames;
  private final ImmutableList<String> ids;
  private final ImmutableIntArray truth;
  private final ImmutableIntArray predicted;
  private final ImmutableIntArray folds;

  /** Row-major, N x C, or empty. */
  private final ImmutableDoubleArray probabilities;

  private Predictions(Builder builder) {
    this.classNames = builder.classNames;
    this.ids = builder.ids.build();
    this.truth = builder.truth.build().trimmed();
    this.predicted = builder.predicted.build().trimmed();
    this.folds = builder.folds.build().trimmed();
    this.probabilities = builder.probabilities.build().trimmed();
  }

  /**
   * Returns a builder of predictions over these classes.
   *
   * @throws IllegalArgumentException if there is no class, or two have the same name
   */
  public static Builder builder(List<String> classNames) {
    return new Builder(ImmutableList.copyOf(classNames));
  }

  /** Returns the number of rows, N, at least 1. */
  public int size() {
    return ids.size();
  }

  /** Returns the number of classes, C, those without a row included. */
  public int classCount() {
    return classNames.size();
  }

  /** Returns the name of each class; no name occurs twice. */
  public ImmutableList<String> classNames() {
    return classNames;
  }

  /** Returns the id of the row: for images of a folder, the path relative to it. */
  public String id(int row) {
    return ids.get(row);
  }

  /** Returns the true class of the row. */
  public int truth(int row) {
    return truth.get(row);
  }

  /**
   * Returns the predicted class of the row: where there are probabilities, the most probable one,
   * and the lowest index among equally probable ones.
   */
  public int predicted(int row) {
    return predicted.get(row);
  }

  /** Returns the fold in whose test part the row was. */
  public int fold(int row) {
    return folds.get(row);
  }

  /** Returns every fold that has a row, in ascending order. */
  public ImmutableSortedSet<Integer> folds() {
    return ImmutableSortedSet.copyOf(folds.asList());
  }

  /** Returns whether rows have class probabilities; without them there is no log loss. */
  public boolean hasProbabilities() {
    return !probabilities.isEmpty();
  }

  /**
   * Returns the probability that the row was said to be of the class, in [0, 1].
   *
   * @throws IllegalStateException if there are no probabilities
   */
  public double probability(int row, int classIndex) {
    if (!hasProbabilities()) {
      throw new IllegalStateException("These predictions are labels without probabilities");
    }
    Objects.checkIndex(classIndex, classCount());
    return probabilities.get(row * classCount() + classIndex);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Predictions that
        && classNames.equals(that.classNames)
        && ids.equals(that.ids)
        && truth.equals(that.truth)
        && predicted.equals(that.predicted)
        && folds.equals(that.folds)
        && probabilities.equals(that.probabilities);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classNames, ids, truth, predicted, folds, probabilities);
  }

  @Override
  public String toString() {
    return "Predictions of %d rows over %d classes in %d folds"
        .formatted(size(), classCount(), folds().size());
  }

  /**
   * Collects predictions row by row, in the order in which they are kept.
   *
   * <p>Not safe for concurrent use; confine an instance to one thread.
   */
  public static final class Builder {
    /** Rows of float32 softmax over a thousand classes are within 1e-4. */
    private static final double SUM_TOLERANCE = 1e-3;

    private final ImmutableList<String> classNames;
    private final ImmutableList.Builder<String> ids = ImmutableList.builder();
    private final ImmutableIntArray.Builder truth = ImmutableIntArray.builder();
    private final ImmutableIntArray.Builder predicted = ImmutableIntArray.builder();
    private final ImmutableIntArray.Builder folds = ImmutableIntArray.builder();
    private final ImmutableDoubleArray.Builder probabilities = ImmutableDoubleArray.builder();
    private final Set<FoldAndId> seen = new HashSet<>();
    private boolean labelsOnly;

    private record FoldAndId(int fold, String id) {}

    private Builder(ImmutableList<String> classNames) {
      if (classNames.isEmpty()) {
        throw new IllegalArgumentException("Predictions need at least one class");
      }
      Set<String> distinct = new HashSet<>();
      for (String name : classNames) {
        if (!distinct.add(name)) {
          throw new IllegalArgumentException("Two classes are called \"%s\"".formatted(name));
        }
      }
      this.classNames = classNames;
    }

    /**
     * Adds a row whose predicted class is the most probable one, the lowest index among equals.
     *
     * @param id what the row is called; an id occurs once in a fold
     * @param truth the true class
     * @param fold the fold in whose test part the row was, at least 0
     * @param probabilities C probabilities; they sum to 1 within 1e-3
     * @throws IllegalArgumentException if an argument is not so
     * @throws IllegalStateException if rows without probabilities were added
     */
    @CanIgnoreReturnValue
    public Builder add(String id, int truth, int fold, double[] probabilities) {
      if (labelsOnly) {
        throw new IllegalStateException(
            "Row \"%s\" has probabilities, others have none".formatted(id));
      }
      checkProbabilities(id, probabilities);
      addRow(id, truth, indexOfLargest(probabilities), fold);
      this.probabilities.addAll(probabilities);
      return this;
    }

    /** Adds a row like {@link #add(String, int, int, double[])}; each float is kept exactly. */
    @CanIgnoreReturnValue
    public Builder add(String id, int truth, int fold, float[] probabilities) {
      double[] widened = new double[probabilities.length];
      for (int i = 0; i < widened.length; i++) {
        widened[i] = probabilities[i];
      }
      return add(id, truth, fold, widened);
    }

    /**
     * Adds a row of which only the predicted class is known.
     *
     * @param id what the row is called; an id occurs once in a fold
     * @param truth the true class
     * @param predicted the predicted class
     * @param fold the fold in whose test part the row was, at least 0
     * @throws IllegalArgumentException if an argument is not so
     * @throws IllegalStateException if rows with probabilities were added
     */
    @CanIgnoreReturnValue
    public Builder addLabels(String id, int truth, int predicted, int fold) {
      if (!labelsOnly && !seen.isEmpty()) {
        throw new IllegalStateException(
            "Row \"%s\" has no probabilities, others have".formatted(id));
      }
      checkClass(id, "predicted", predicted);
      addRow(id, truth, predicted, fold);
      labelsOnly = true;
      return this;
    }

    /**
     * Returns the predictions.
     *
     * @throws IllegalStateException if no row was added
     */
    public Predictions build() {
      if (seen.isEmpty()) {
        throw new IllegalStateException("There are no predictions: no row was added");
      }
      return new Predictions(this);
    }

    private void addRow(String id, int truth, int predicted, int fold) {
      checkClass(id, "true", truth);
      if (fold < 0) {
        throw new IllegalArgumentException(
            "Row \"%s\" has the fold %d; folds are 0 or more".formatted(id, fold));
      }
      if (!seen.add(new FoldAndId(fold, id))) {
        throw new IllegalArgumentException(
            "Row \"%s\" was added twice to fold %d".formatted(id, fold));
      }
      if ((long) seen.size() * classNames.size() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "More than %d rows of %d classes".formatted(seen.size() - 1, classNames.size()));
      }
      this.ids.add(id);
      this.truth.add(truth);
      this.predicted.add(predicted);
      this.folds.add(fold);
    }

    private void checkClass(String id, String which, int classIndex) {
      if (classIndex < 0 || classIndex >= classNames.size()) {
        throw new IllegalArgumentException(
            "Row \"%s\" has the %s class %d, but there are %d classes"
                .formatted(id, which, classIndex, classNames.size()));
      }
    }

    private void checkProbabilities(String id, double[] values) {
      if (values.length != classNames.size()) {
        throw new IllegalArgumentException(
            "Row \"%s\" has %d probabilities, but there are %d classes"
                .formatted(id, values.length, classNames.size()));
      }
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        if (!(values[i] >= 0 && values[i] <= 1)) {
          throw new IllegalArgumentException(
              "Row \"%s\" has the probability %s for class \"%s\"; it must be in [0, 1]"
                  .formatted(id, values[i], classNames.get(i)));
        }
        sum += values[i];
      }
      if (Math.abs(sum - 1) > SUM_TOLERANCE) {
        throw new IllegalArgumentException(
            "Row \"%s\" has probabilities that sum to %s; they must sum to 1".formatted(id, sum));
      }
    }

    private static int indexOfLargest(double[] values) {
      int best = 0;
      for (int i = 1; i < values.length; i++) {
        if (values[i] > values[best]) {
          best = i;
        }
      }
      return best;
    }
  }
}
