package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.fe4j.metrics.Columns;
import org.fe4j.metrics.comparison.Table.Cell;

/** A table as text of limited width: columns that do not fit are shown below, again with names. */
final class TextTable {
  private static final int WIDEST_CELL = 38;
  private static final String GAP = "  ";

  private final Table table;
  private final int pageWidth;
  private final int[] widths;

  private TextTable(Table table, int pageWidth) {
    this.table = table;
    this.pageWidth = pageWidth;
    this.widths = new int[table.columns().size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = Columns.width(shown(table.columns().get(column).name()));
      for (ImmutableList<Cell> row : table.rows()) {
        widths[column] = Math.max(widths[column], Columns.width(shown(row.get(column).text())));
      }
    }
  }

  static String of(Table table, int pageWidth) {
    return new TextTable(table, pageWidth).text();
  }

  private String text() {
    StringBuilder out = new StringBuilder();
    int next = 1;
    do {
      List<Integer> columns = new ArrayList<>(List.of(0));
      int width = widths[0];
      while (next < widths.length
          && (columns.size() == 1 || width + GAP.length() + widths[next] <= pageWidth)) {
        columns.add(next);
        width += GAP.length() + widths[next];
        next++;
      }
      if (!out.isEmpty()) {
        out.append('\n');
      }
      block(out, columns);
    } while (next < widths.length);
    return out.toString();
  }

  private void block(StringBuilder out, List<Integer> columns) {
    line(out, columns, table.columns().stream().map(Table.Column::name).toList());
    for (ImmutableList<Cell> row : table.rows()) {
      line(out, columns, row.stream().map(Cell::text).toList());
    }
  }

  private void line(StringBuilder out, List<Integer> columns, List<String> texts) {
    StringBuilder line = new StringBuilder();
    for (int column : columns) {
      String text = shown(texts.get(column));
      line.append(column == columns.get(0) ? "" : GAP);
      line.append(
          table.columns().get(column).isNumeric()
              ? Columns.right(text, widths[column])
              : Columns.left(text, widths[column]));
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private static String shown(String text) {
    return Columns.shorten(text, WIDEST_CELL);
  }
}
