package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.Immutable;
import java.util.ArrayList;
import java.util.List;
import org.fe4j.metrics.Decimals;

/**
 * A table for people and programs: every renderer shows the same one.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param columns the columns, at least one
 * @param rows the cells of each row, as many as there are columns
 */
@Immutable
public record Table(ImmutableList<Column> columns, ImmutableList<ImmutableList<Cell>> rows) {

  /**
   * Refuses what is no table.
   *
   * @throws IllegalArgumentException if a row has another number of cells than there are columns
   */
  public Table {
    for (ImmutableList<Cell> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "A row has %d cells, but there are %d columns: %s"
                .formatted(row.size(), columns.size(), row));
      }
    }
  }

  /**
   * A column.
   *
   * @param name what stands above it
   * @param isNumeric whether its cells are numbers, flush right; text is flush left
   */
  @Immutable
  public record Column(String name, boolean isNumeric) {}

  /**
   * A cell.
   *
   * @param text what people read; empty for nothing
   * @param value the number at full precision; NaN where there is none
   */
  @Immutable
  public record Cell(String text, double value) {
    private static final Cell EMPTY = new Cell("", Double.NaN);

    /** Returns a cell of text. */
    public static Cell of(String text) {
      return new Cell(text, Double.NaN);
    }

    /** Returns a number that is shown with so many digits after the point; NaN is "n/a". */
    public static Cell of(double value, int digits) {
      return new Cell(Decimals.fixed(value, digits), value);
    }

    /** Returns a cell without content. */
    public static Cell empty() {
      return EMPTY;
    }

    /** Returns whether there is a number. */
    public boolean isNumber() {
      return !Double.isNaN(value);
    }
  }

  /** Returns the text of each cell, row by row. */
  public ImmutableList<ImmutableList<String>> texts() {
    return rows.stream()
        .map(row -> row.stream().map(Cell::text).collect(ImmutableList.toImmutableList()))
        .collect(ImmutableList.toImmutableList());
  }

  static Builder builder() {
    return new Builder();
  }

  /** Collects columns, then rows. */
  static final class Builder {
    private final ImmutableList.Builder<Column> columns = ImmutableList.builder();
    private final List<ImmutableList<Cell>> rows = new ArrayList<>();

    Builder text(String... names) {
      for (String name : names) {
        columns.add(new Column(name, false));
      }
      return this;
    }

    Builder numbers(String... names) {
      for (String name : names) {
        columns.add(new Column(name, true));
      }
      return this;
    }

    Builder row(List<Cell> cells) {
      rows.add(ImmutableList.copyOf(cells));
      return this;
    }

    Table build() {
      return new Table(columns.build(), ImmutableList.copyOf(rows));
    }
  }
}
