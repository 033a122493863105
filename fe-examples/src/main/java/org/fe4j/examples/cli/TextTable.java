package org.fe4j.examples.cli;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A table in plain text: columns as wide as their widest cell, figures to the right, all else to
 * the left.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class TextTable {
  /** A number, perhaps with a unit; or nothing. */
  private static final Pattern FIGURE = Pattern.compile("([0-9.,]+( [A-Za-z]+)?)?");

  private final List<ImmutableList<String>> rows = new ArrayList<>();

  private TextTable() {}

  /** Returns a table without rows. */
  static TextTable of(String... titles) {
    TextTable table = new TextTable();
    table.rows.add(ImmutableList.copyOf(titles));
    return table;
  }

  /** Adds a row of as many cells as there are columns. */
  void add(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "A row needs %d cells, but found %d".formatted(rows.get(0).size(), cells.length));
    }
    rows.add(ImmutableList.copyOf(cells));
  }

  /** Returns the same table as Markdown. */
  String toMarkdown() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      List<String> cells = rows.get(i).stream().map(cell -> cell.replace("|", "\\|")).toList();
      text.append("| ").append(String.join(" | ", cells)).append(" |\n");
      if (i == 0) {
        text.append("|").append("---|".repeat(rows.get(0).size())).append('\n');
      }
    }
    return text.toString();
  }

  @Override
  public String toString() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (ImmutableList<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    boolean[] figures = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      int column = i;
      figures[i] = rows.stream().skip(1).allMatch(row -> FIGURE.matcher(row.get(column)).matches());
    }
    StringBuilder text = new StringBuilder();
    for (ImmutableList<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String gap = " ".repeat(widths[i] - row.get(i).length());
        line.append(i == 0 ? "" : "  ").append(figures[i] ? gap + row.get(i) : row.get(i) + gap);
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }
}
