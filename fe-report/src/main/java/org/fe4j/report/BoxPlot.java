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
 * Boxes of several groups of values, lying, each below its name; with few values in each, as folds
 * are, every value is a dot too. Quartiles are interpolated as NumPy does; whiskers reach as far as
 * the values do, and at most 1.5 times the height of the box.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class BoxPlot {
  private static final int ROW = 46;
  private static final int NAME = 18;
  private static final int BOX = 18;
  private static final int LEFT = 6;
  private static final int TOP = 8;

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
    Axis axis = Axis.around(title, all, least, most);
    int width = (int) XyPlot.WIDTH - 2 * LEFT - 10;
    int height = rows.size() * ROW;
    Drawing drawing = new Drawing(id, XyPlot.WIDTH, TOP + height + 44);
    axis(drawing, axis, width, TOP + height);
    boxes(drawing, axis, width, height);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      double middle = TOP + i * ROW + NAME + BOX / 2.0 + 5;
      for (double value : row.values()) {
        drawing.dot(Ink.INK, LEFT + width * axis.share(value), middle, 2.5);
      }
      drawing.text(
          TextWidth.fit(row.name(), Drawing.TEXT, width),
          LEFT,
          TOP + i * ROW + 14,
          Drawing.Anchor.START);
    }
    return drawing.svg(label);
  }

  private static void axis(Drawing drawing, Axis axis, int width, double bottom) {
    for (Axis.Tick tick : axis.ticks()) {
      double at = LEFT + width * axis.share(tick.value());
      drawing.line(Ink.LINE, 1, at, TOP, at, bottom);
      double half = TextWidth.of(tick.label(), Drawing.TEXT) / 2;
      double shown = Math.min(Math.max(at, half), XyPlot.WIDTH - half);
      drawing.text(tick.label(), shown, bottom + 17, Drawing.Anchor.MIDDLE, Ink.FAINT, Drawing.TEXT);
    }
    drawing.line(Ink.INK, 1, LEFT, bottom, LEFT + width, bottom);
    drawing.text(
        axis.title(), LEFT + width / 2.0, bottom + 37, Drawing.Anchor.MIDDLE, Ink.INK, Drawing.TEXT);
  }

  /** XChart's boxes stand; here the chart is turned by a quarter, to the right. */
  private void boxes(Drawing drawing, Axis axis, int width, int height) {
    // XChart makes a box as wide as the margin that this share leaves.
    double content = (double) height / (height + BOX);
    BoxChart chart = new BoxChart(height + BOX, width, Styler.ChartTheme.XChart);
    BoxStyler styler = chart.getStyler();
    XyPlot.bare(styler);
    styler
        .setBoxplotCalCulationMethod(BoxStyler.BoxplotCalCulationMethod.N_LESS_1_PLUS_1)
        .setPlotContentSize(content);
    styler.setYAxisMin(axis.min()).setYAxisMax(axis.max());
    for (int i = 0; i < rows.size(); i++) {
      chart.addSeries(Integer.toString(i), Doubles.toArray(rows.get(i).values()));
    }
    // The middle of the first row of the chart is put where the first box belongs.
    Graphics2D part = drawing.part(LEFT, TOP + NAME + 5 - ROW / 2.0);
    part.transform(new AffineTransform(0, 1, -1, 0, width, 0));
    chart.paint(part, chart.getWidth(), chart.getHeight());
    part.dispose();
  }
}
