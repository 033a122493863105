package org.fe4j.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A value with a range in each row, such as a score with its interval; marked rows have a full dot
 * in another colour, the others a ring.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class IntervalPlot {
  private record Row(String name, double low, double value, double high, boolean marked) {}

  private final String id;
  private final String title;
  private final List<Row> rows = new ArrayList<>();

  IntervalPlot(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** Adds a row; nothing in it is NaN. */
  void add(String name, double low, double value, double high, boolean marked) {
    rows.add(new Row(name, low, value, high, marked));
  }

  /** Returns the chart for a page. */
  String svg(String label, double least, double most) {
    List<Double> all = new ArrayList<>();
    rows.forEach(row -> all.addAll(List.of(row.low(), row.value(), row.high())));
    RowChart chart = RowChart.around(id, title, rows.size(), all, least, most);
    Drawing drawing = chart.drawing();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      double y = chart.middle(i);
      Ink ink = row.marked() ? Ink.SERIES_2 : Ink.SERIES_1;
      drawing.line(ink, 2, chart.at(row.low()), y, chart.at(row.high()), y);
      drawing.line(ink, 2, chart.at(row.low()), y - 5, chart.at(row.low()), y + 5);
      drawing.line(ink, 2, chart.at(row.high()), y - 5, chart.at(row.high()), y + 5);
      if (row.marked()) {
        drawing.dot(ink, chart.at(row.value()), y, 6);
      } else {
        drawing.dot(Ink.PAPER, chart.at(row.value()), y, 5);
        drawing.ring(ink, chart.at(row.value()), y, 5);
      }
      chart.name(i, row.name());
    }
    return drawing.svg(label);
  }
}
