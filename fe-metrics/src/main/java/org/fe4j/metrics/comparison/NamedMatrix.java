package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.errorprone.annotations.Immutable;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A symmetric N x N matrix whose rows and columns have the same names: correlations, agreements,
 * similarities. An entry that does not exist is NaN.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
@Immutable
public final class NamedMatrix {
  private final ImmutableList<String> names;

  /** Row-major, N x N. */
  private final ImmutableDoubleArray values;

  private NamedMatrix(ImmutableList<String> names, ImmutableDoubleArray values) {
    this.names = names;
    this.values = values;
  }

  /** The value at a row and a column, each in [0, N). */
  public interface Entry {
    /** Returns the value; NaN where it does not exist. */
    double at(int row, int column);
  }

  /**
   * Returns the matrix of these values.
   *
   * @param names N different names
   * @param entry the values, the same at (i, j) and (j, i) to the bit
   * @throws IllegalArgumentException if a name occurs twice, or the values are not symmetric
   */
  public static NamedMatrix of(List<String> names, Entry entry) {
    if (new HashSet<>(names).size() != names.size()) {
      throw new IllegalArgumentException("A matrix has two rows of one name: " + names);
    }
    int n = names.size();
    ImmutableDoubleArray.Builder values = ImmutableDoubleArray.builder(n * n);
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        double value = entry.at(row, column);
        if (Double.compare(value, entry.at(column, row)) != 0) {
          throw new IllegalArgumentException(
              "The matrix is not symmetric: (%s, %s) is %s, the other way round %s"
                  .formatted(names.get(row), names.get(column), value, entry.at(column, row)));
        }
        values.add(value);
      }
    }
    return new NamedMatrix(ImmutableList.copyOf(names), values.build());
  }

  /** Returns the names of the rows, which are those of the columns. */
  public ImmutableList<String> names() {
    return names;
  }

  /** Returns N. */
  public int size() {
    return names.size();
  }

  /** Returns the value at a row and a column, each in [0, N); NaN where it does not exist. */
  public double get(int row, int column) {
    Objects.checkIndex(row, size());
    Objects.checkIndex(column, size());
    return values.get(row * size() + column);
  }

  /**
   * Returns the value at a row and a column of these names; NaN where it does not exist.
   *
   * @throws IllegalArgumentException if a name is not one of the matrix
   */
  public double get(String row, String column) {
    return get(index(row), index(column));
  }

  /** Returns whether every value exists. */
  public boolean isComplete() {
    return values.stream().noneMatch(Double::isNaN);
  }

  private int index(String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "No row is called \"%s\"; there are %s".formatted(name, names));
    }
    return index;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NamedMatrix that
        && names.equals(that.names)
        && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(names, values);
  }

  @Override
  public String toString() {
    return "Matrix of %d x %d: %s".formatted(size(), size(), names);
  }
}
