package org.fe4j.report;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import org.fe4j.metrics.report.Html;

/**
 * A table that a reader can sort where the browser runs the page's script, and read where not. The
 * first cell of a row is its heading.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class DataTable {
  private record Column(String name, boolean number) {}

  private final String caption;
  private final List<Column> columns = new ArrayList<>();
  private final List<List<Cell>> rows = new ArrayList<>();
  private final List<List<Cell>> foot = new ArrayList<>();
  private boolean sortable = true;

  /** Begins a table; its caption is for those who hear the page. */
  DataTable(String caption) {
    this.caption = caption;
  }

  /** Adds columns of text. */
  @CanIgnoreReturnValue
  DataTable text(String... names) {
    for (String name : names) {
      columns.add(new Column(name, false));
    }
    return this;
  }

  /** Adds columns of numbers. */
  @CanIgnoreReturnValue
  DataTable numbers(String... names) {
    for (String name : names) {
      columns.add(new Column(name, true));
    }
    return this;
  }

  /** Keeps the rows in their order, where that says something. */
  @CanIgnoreReturnValue
  DataTable unsorted() {
    sortable = false;
    return this;
  }

  /** Adds a row with a cell for each column. */
  @CanIgnoreReturnValue
  DataTable row(Cell... cells) {
    return row(List.of(cells));
  }

  /** Adds a row with a cell for each column. */
  @CanIgnoreReturnValue
  DataTable row(List<Cell> cells) {
    rows.add(checked(cells));
    return this;
  }

  /** Adds a row that stays below the others. */
  @CanIgnoreReturnValue
  DataTable footRow(Cell... cells) {
    foot.add(checked(List.of(cells)));
    return this;
  }

  int rowCount() {
    return rows.size();
  }

  private List<Cell> checked(List<Cell> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalStateException(
          "%d cells for %d columns".formatted(cells.size(), columns.size()));
    }
    return List.copyOf(cells);
  }

  /** Appends the table to a page. */
  void appendTo(Html html) {
    html.raw("<div class=\"scroll\"><table")
        .raw(sortable && rows.size() > 1 ? " data-sortable=\"\">\n" : ">\n")
        .element("caption", caption)
        .raw("<thead><tr>");
    for (Column column : columns) {
      html.raw("<th scope=\"col\"")
          .raw(column.number() ? " class=\"number\" data-number=\"\">" : ">")
          .text(column.name())
          .raw("</th>");
    }
    html.raw("</tr></thead>\n<tbody>\n");
    rows.forEach(row -> appendRow(html, row));
    html.raw("</tbody>\n");
    if (!foot.isEmpty()) {
      html.raw("<tfoot>\n");
      foot.forEach(row -> appendRow(html, row));
      html.raw("</tfoot>\n");
    }
    html.raw("</table></div>\n");
  }

  private static void appendRow(Html html, List<Cell> row) {
    html.raw("<tr>");
    for (int i = 0; i < row.size(); i++) {
      Cell cell = row.get(i);
      html.raw(i == 0 ? "<th scope=\"row\"" : "<td")
          .raw(cell.attributes() + ">" + cell.markup())
          .raw(i == 0 ? "</th>" : "</td>");
    }
    html.raw("</tr>\n");
  }
}
