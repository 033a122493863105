package org.fe4j.metrics;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.Immutable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a classifier said about each row while that row was held out, beside the truth: everything
 * that a report is computed from.
 *
 * <p>N rows with an id, a group, a true class, a predicted class and a fold, over C classes; either
 * every row has C class probabilities or none has. Classes are indices into {@link #classNames()}.
 * A fold is the number of the division in whose test part the row was; it is printed as it is. Rows
 * of one group are copies of one another, or of one patient, video or place: they count as one
 * <em>unit</em> wherever chance is estimated. A row that is not given a group is alone in one that
 * is called as its id is, so that an id that is tested in several folds is one unit too.
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
  private final ImmutableList<String> groups;

  /** Row-major, N x C, or empty. */
  private final ImmutableDoubleArray probabilities;

  /** The row of the columns that each row is, or empty where row i is row i of the columns. */
  private final ImmutableIntArray selection;

  private Predictions(Builder builder) {
    this.classNames = builder.classNames;
    this.ids = builder.ids.build();
    this.groups = builder.groups.build();
    this.truth = builder.truth.build().trimmed();
    this.predicted = builder.predicted.build().trimmed();
    this.folds = builder.folds.build().trimmed();
    this.probabilities = builder.probabilities.build().trimmed();
    this.selection = ImmutableIntArray.of();
  }

  private Predictions(Predictions from, ImmutableIntArray selection) {
    this.classNames = from.classNames;
    this.ids = from.ids;
    this.groups = from.groups;
    this.truth = from.truth;
    this.predicted = from.predicted;
    this.folds = from.folds;
    this.probabilities = from.probabilities;
    this.selection = selection;
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
    return selection.isEmpty() ? ids.size() : selection.length();
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
    return ids.get(column(row));
  }

  /** Returns the group of the row; its id where it was not given one. */
  public String group(int row) {
    return groups.get(column(row));
  }

  /** Returns whether some row has a group that is not called as the row is. */
  public boolean hasGroups() {
    return IntStream.range(0, size()).anyMatch(row -> !group(row).equals(id(row)));
  }

  /** Returns the true class of the row. */
  public int truth(int row) {
    return truth.get(column(row));
  }

  /**
   * Returns the predicted class of the row: where there are probabilities, the most probable one,
   * and the lowest index among equally probable ones.
   */
  public int predicted(int row) {
    return predicted.get(column(row));
  }

  /** Returns the fold in whose test part the row was. */
  public int fold(int row) {
    return folds.get(column(row));
  }

  /** Returns every fold that has a row, in ascending order. */
  public ImmutableSortedSet<Integer> folds() {
    Set<Integer> distinct = new HashSet<>();
    for (int row = 0; row < size(); row++) {
      distinct.add(fold(row));
    }
    return ImmutableSortedSet.copyOf(distinct);
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
    return probabilities.get(column(row) * classCount() + classIndex);
  }

  /**
   * Returns for each row the number of its unit: rows have the same number where they have the same
   * group. Units are numbered from 0 in the order in which they first occur. These are what a
   * bootstrap draws.
   */
  public ImmutableIntArray units() {
    Map<String, Integer> numbers = new HashMap<>();
    ImmutableIntArray.Builder units = ImmutableIntArray.builder(size());
    for (int row = 0; row < size(); row++) {
      Integer next = numbers.size();
      Integer known = numbers.putIfAbsent(group(row), next);
      units.add(known == null ? next : known);
    }
    return units.build();
  }

  /**
   * Returns these rows, in this order, over the same classes. A row may be named several times, as
   * when data are resampled, and then counts as often. The result shares the memory of this one.
   *
   * @throws IllegalArgumentException if no row is named
   * @throws IndexOutOfBoundsException if a row is not in [0, N)
   */
  public Predictions select(int... rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("A selection of no row; predictions have at least one");
    }
    ImmutableIntArray.Builder columns = ImmutableIntArray.builder(rows.length);
    for (int row : rows) {
      columns.add(column(Objects.checkIndex(row, size())));
    }
    return new Predictions(this, columns.build());
  }

  private int column(int row) {
    return selection.isEmpty() ? row : selection.get(row);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof Predictions that
        && classNames.equals(that.classNames)
        && size() == that.size()
        && hasProbabilities() == that.hasProbabilities()
        && IntStream.range(0, size()).allMatch(row -> sameRow(row, that));
  }

  private boolean sameRow(int row, Predictions that) {
    return id(row).equals(that.id(row))
        && group(row).equals(that.group(row))
        && truth(row) == that.truth(row)
        && predicted(row) == that.predicted(row)
        && fold(row) == that.fold(row)
        && (!hasProbabilities() || probabilities(row).equals(that.probabilities(row)));
  }

  private ImmutableDoubleArray probabilities(int row) {
    int begin = column(row) * classCount();
    return probabilities.subArray(begin, begin + classCount());
  }

  @Override
  public int hashCode() {
    int hash = classNames.hashCode();
    for (int row = 0; row < size(); row++) {
      hash = 31 * hash + Objects.hash(id(row), truth(row), predicted(row), fold(row));
    }
    return hash;
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
    private final ImmutableList.Builder<String> groups = ImmutableList.builder();
    private final ImmutableIntArray.Builder truth = ImmutableIntArray.builder();
    private final ImmutableIntArray.Builder predicted = ImmutableIntArray.builder();
    private final ImmutableIntArray.Builder folds = ImmutableIntArray.builder();
    private final ImmutableDoubleArray.Builder probabilities = ImmutableDoubleArray.builder();
    private final Set<FoldAndId> seen = new HashSet<>();
    private final Map<String, String> groupOfId = new HashMap<>();
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
      return add(id, id, truth, fold, probabilities);
    }

    /**
     * Adds a row like {@link #add(String, int, int, double[])}, which belongs to a group.
     *
     * @param id what the row is called; an id occurs once in a fold
     * @param group what the rows have in common that must not be divided; the id for a row alone
     * @param truth the true class
     * @param fold the fold in whose test part the row was, at least 0
     * @param probabilities C probabilities; they sum to 1 within 1e-3
     * @throws IllegalArgumentException if an argument is not so, or if the id has another group in
     *     another fold
     * @throws IllegalStateException if rows without probabilities were added
     */
    @CanIgnoreReturnValue
    public Builder add(String id, String group, int truth, int fold, double[] probabilities) {
      if (labelsOnly) {
        throw new IllegalStateException(
            "Row \"%s\" has probabilities, others have none".formatted(id));
      }
      checkProbabilities(id, probabilities);
      addRow(id, group, truth, indexOfLargest(probabilities), fold);
      this.probabilities.addAll(probabilities);
      return this;
    }

    /** Adds a row like {@link #add(String, int, int, double[])}; each float is kept exactly. */
    @CanIgnoreReturnValue
    public Builder add(String id, int truth, int fold, float[] probabilities) {
      return add(id, id, truth, fold, probabilities);
    }

    /** Adds a row of a group; each float is kept exactly. */
    @CanIgnoreReturnValue
    public Builder add(String id, String group, int truth, int fold, float[] probabilities) {
      double[] widened = new double[probabilities.length];
      for (int i = 0; i < widened.length; i++) {
        widened[i] = probabilities[i];
      }
      return add(id, group, truth, fold, widened);
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
      return addLabels(id, id, truth, predicted, fold);
    }

    /** Adds a row of a group, of which only the predicted class is known. */
    @CanIgnoreReturnValue
    public Builder addLabels(String id, String group, int truth, int predicted, int fold) {
      if (!labelsOnly && !seen.isEmpty()) {
        throw new IllegalStateException(
            "Row \"%s\" has no probabilities, others have".formatted(id));
      }
      checkClass(id, "predicted", predicted);
      addRow(id, group, truth, predicted, fold);
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

    private void addRow(String id, String group, int truth, int predicted, int fold) {
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
      String known = groupOfId.putIfAbsent(id, group);
      if (known != null && !known.equals(group)) {
        throw new IllegalArgumentException(
            "Row \"%s\" has the group \"%s\" in fold %d, but \"%s\" in another fold"
                .formatted(id, group, fold, known));
      }
      this.ids.add(id);
      this.groups.add(group);
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
