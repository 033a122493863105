package org.fe4j.metrics.report;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.ComparisonTables;
import org.fe4j.metrics.comparison.Table;

/**
 * Tables of a comparison as comma-separated values: a header, then a line for each row. Fields are
 * quoted as RFC 4180 says; lines end with a line feed. Numbers have a point and as many digits as
 * it takes to read back the same; where there is none, the field is empty, or says why.
 */
public final class ComparisonCsv {
  private ComparisonCsv() {}

  /** Returns {@link ComparisonTables#longTable} of all metrics that every report has. */
  public static String longTable(Comparison comparison) {
    return of(ComparisonTables.longTable(comparison, comparison.metrics()));
  }

  /** Returns {@link ComparisonTables#wideTable} of a metric. */
  public static String wideTable(Comparison comparison, Metric metric) {
    return of(ComparisonTables.wideTable(comparison, metric));
  }

  /** Returns any table as comma-separated values. */
  public static String of(Table table) {
    StringBuilder out = new StringBuilder();
    line(out, table.columns().stream().map(Table.Column::name).toList());
    for (ImmutableList<Table.Cell> row : table.rows()) {
      line(out, row.stream().map(ComparisonCsv::field).toList());
    }
    return out.toString();
  }

  /**
   * Appends a table.
   *
   * @throws IOException if {@code out} does
   */
  static void write(Table table, Appendable out) throws IOException {
    out.append(of(table));
  }

  private static String field(Table.Cell cell) {
    if (!cell.isNumber()) {
      return cell.text().equals("n/a") ? "" : cell.text();
    }
    // Whole numbers as people write them: 25557032, not 2.5557032E7.
    boolean isWhole = cell.value() == Math.rint(cell.value()) && Math.abs(cell.value()) < 1e15;
    return isWhole && cell.text().indexOf('.') < 0
        ? Long.toString((long) cell.value())
        : Double.toString(cell.value());
  }

  private static void line(StringBuilder out, Iterable<String> fields) {
    boolean first = true;
    for (String field : fields) {
      out.append(first ? "" : ",").append(PredictionsCsv.quoted(field));
      first = false;
    }
    out.append('\n');
  }
}
