package org.fe4j.report;

import com.google.common.primitives.Doubles;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.knowm.xchart.BoxChart;
import org.knowm.xchart.style.BoxStyler;
import org.knowm.xchart.style.Styler;

/**
 * Boxes of several groups of values, lying, each below its name; every value is a dot too.
 * Quartiles are interpolated as NumPy does; whiskers reach as far as the values do, and at most 1.5
 * times the height of the box.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class BoxPlot {
  private static final int BOX = 18;

  /** More dots than this hide the box. */
  private static final int DOTS = 100;

  /** XChart draws nothing in less than 30. */
  private static final int SMALLEST_CHART = 60;

  private record Row(String name, List<Double> values) {}

  private final String id;
  private final String title;
  private final List<Row> rows = new ArrayList<>();

  BoxPlot(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** Adds a group of at least one value, none of which is NaN. */
  void add(String name, List<Double> values) {
    rows.add(new Row(name, List.copyOf(values)));
  }

  /** Returns the chart for a page. */
  String svg(String label, double least, double most) {
    List<Double> all = rows.stream().flatMap(row -> row.values().stream()).toList();
    RowChart chart = RowChart.around(id, title, rows.size(), all, least, most);
    boxes(chart, all);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      if (row.values().size() <= DOTS) {
        for (double value : row.values()) {
          chart.drawing().dot(Ink.INK, chart.at(value), chart.middle(i), 2.5);
        }
      }
      chart.name(i, row.name());
    }
    return chart.drawing().svg(label);
  }

  /**
   * XChart's boxes stand, and their axis goes from the least value to the largest, whatever it is
   * told: the chart is turned by a quarter, to the right, and moved to where the values belong.
   */
  private void boxes(RowChart rowChart, List<Double> all) {
    double least = Collections.min(all);
    double most = Collections.max(all);
    if (least == most) {
      return;
    }
    // XChart makes a box as wide as the margin that this share leaves, at all four sides.
    int across = rowChart.height() + BOX;
    double content = (double) rowChart.height() / across;
    double length = rowChart.at(most) - rowChart.at(least);
    int along = Math.max(SMALLEST_CHART, (int) Math.round(length / content));
    BoxChart chart = new BoxChart(across, along, Styler.ChartTheme.XChart);
    BoxStyler styler = chart.getStyler();
    XyPlot.bare(styler);
    styler
        .setBoxplotCalCulationMethod(BoxStyler.BoxplotCalCulationMethod.N_LESS_1_PLUS_1)
        .setPlotContentSize(content);
    for (int i = 0; i < rows.size(); i++) {
      chart.addSeries(Integer.toString(i), Doubles.toArray(rows.get(i).values()));
    }
    // The middle of the chart's first row is put where the first box belongs.
    double top = rowChart.middle(0) - BOX / 2.0 - RowChart.ROW / 2.0;
    double scale = length / (content * along);
    double end = rowChart.at(least) + scale * along * (1 + content) / 2;
    Graphics2D part = rowChart.drawing().part(0, top);
    part.transform(new AffineTransform(0, 1, -scale, 0, end, 0));
    chart.paint(part, across, along);
    part.dispose();
  }
}
