package org.fe4j.report;

import java.util.List;

/**
 * What charts of lying rows share: a row for each group, its name above what is drawn, and one axis
 * at the foot. Long names and narrow screens go together so.
 */
final class RowChart {
  static final int ROW = 46;
  static final int LEFT = 6;
  static final int TOP = 8;

  private static final int NAME = 18;
  private static final int BELOW = 44;

  private final Drawing drawing;
  private final Axis axis;
  private final int rows;

  private RowChart(Drawing drawing, Axis axis, int rows) {
    this.drawing = drawing;
    this.axis = axis;
    this.rows = rows;
  }

  /** Begins a chart with the axis around the values, and draws its grid. */
  static RowChart around(
      String id, String title, int rows, List<Double> values, double least, double most) {
    Drawing drawing = new Drawing(id, XyPlot.WIDTH, TOP + rows * ROW + BELOW);
    RowChart chart = new RowChart(drawing, Axis.around(title, values, least, most), rows);
    chart.grid();
    return chart;
  }

  Drawing drawing() {
    return drawing;
  }

  Axis axis() {
    return axis;
  }

  /** Returns the width of the plot, in whole units. */
  int width() {
    return (int) XyPlot.WIDTH - 2 * LEFT - 12;
  }

  int height() {
    return rows * ROW;
  }

  double at(double value) {
    return LEFT + width() * axis.share(value);
  }

  /** Returns the height of what is drawn in the row. */
  double middle(int row) {
    return TOP + row * ROW + NAME + 14;
  }

  void name(int row, String name) {
    drawing.text(
        TextWidth.fit(name, Drawing.TEXT, width()),
        LEFT,
        TOP + row * ROW + 14,
        Drawing.Anchor.START);
  }

  private void grid() {
    double bottom = TOP + (double) height();
    double written = Double.NEGATIVE_INFINITY;
    for (Axis.Tick tick : axis.ticks()) {
      double x = at(tick.value());
      drawing.line(Ink.LINE, 1, x, TOP, x, bottom);
      double half = TextWidth.of(tick.label(), Drawing.TEXT) / 2;
      double shown = Math.min(Math.max(x, half), XyPlot.WIDTH - half);
      if (shown - half > written + 4) {
        drawing.text(
            tick.label(), shown, bottom + 17, Drawing.Anchor.MIDDLE, Ink.FAINT, Drawing.TEXT);
        written = shown + half;
      }
    }
    drawing.line(Ink.INK, 1, LEFT, bottom, LEFT + width(), bottom);
    drawing.text(axis.title(), LEFT + width() / 2.0, bottom + 37, Drawing.Anchor.MIDDLE);
  }
}
