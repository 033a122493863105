package org.fe4j.report;

import com.google.common.primitives.Doubles;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
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
    boxes(chart);
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

  /** XChart's boxes stand; here the chart is turned by a quarter, to the right. */
  private void boxes(RowChart rowChart) {
    int height = rowChart.height();
    int width = rowChart.width();
    BoxChart chart = new BoxChart(height + BOX, width, Styler.ChartTheme.XChart);
    BoxStyler styler = chart.getStyler();
    XyPlot.bare(styler);
    styler
        .setBoxplotCalCulationMethod(BoxStyler.BoxplotCalCulationMethod.N_LESS_1_PLUS_1)
        // XChart makes a box as wide as the margin that this share leaves.
        .setPlotContentSize((double) height / (height + BOX));
    styler.setYAxisMin(rowChart.axis().min()).setYAxisMax(rowChart.axis().max());
    for (int i = 0; i < rows.size(); i++) {
      chart.addSeries(Integer.toString(i), Doubles.toArray(rows.get(i).values()));
    }
    // The middle of the chart's first row is put where the first box belongs.
    double top = rowChart.middle(0) - BOX / 2.0 - RowChart.ROW / 2.0;
    Graphics2D part = rowChart.drawing().part(RowChart.LEFT, top);
    part.transform(new AffineTransform(0, 1, -1, 0, width, 0));
    chart.paint(part, chart.getWidth(), chart.getHeight());
    part.dispose();
  }
}
