package org.fe4j.report;

import com.google.common.primitives.Doubles;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Lines and points over two axes. XChart paints the series; grid, axes, legend and names are
 * written beside them, since XChart turns text into outlines that nobody can select or read aloud.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class XyPlot {
  /** Narrow enough for a phone to show its text at a readable size. */
  static final double WIDTH = 400;

  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE,
    SeriesMarkers.DIAMOND,
    SeriesMarkers.SQUARE,
    SeriesMarkers.TRIANGLE_UP,
    SeriesMarkers.CROSS,
    SeriesMarkers.TRIANGLE_DOWN
  };

  private static final double ROW = 19;
  private static final int MARKER_SIZE = 8;

  /** How a series is drawn. */
  enum Style {
    LINE,
    DASHED,
    POINTS,
    LINE_AND_POINTS
  }

  private record Series(
      String name, Ink ink, Style style, int marker, List<Double> xs, List<Double> ys) {}

  private record Name(String text, double x, double y) {}

  private record Ring(Ink ink, double x, double y) {}

  private final String id;
  private final double height;
  private final Axis x;
  private final Axis y;
  private final List<Series> series = new ArrayList<>();
  private final List<Name> names = new ArrayList<>();
  private final List<Ring> rings = new ArrayList<>();
  private final List<Rectangle2D> bars = new ArrayList<>();

  XyPlot(String id, double height, Axis x, Axis y) {
    this.id = id;
    this.height = height;
    this.x = x;
    this.y = y;
  }

  /**
   * Adds a series of at least one point.
   *
   * @param name in the legend; empty for none there
   * @param marker which of the shapes its points have
   */
  @CanIgnoreReturnValue
  XyPlot add(String name, Ink ink, Style style, int marker, List<Double> xs, List<Double> ys) {
    series.add(new Series(name, ink, style, marker, List.copyOf(xs), List.copyOf(ys)));
    return this;
  }

  /** Writes a name beside the point. */
  @CanIgnoreReturnValue
  XyPlot name(String text, double atX, double atY) {
    names.add(new Name(text, atX, atY));
    return this;
  }

  /** Draws a ring around the point. */
  @CanIgnoreReturnValue
  XyPlot ring(Ink ink, double atX, double atY) {
    rings.add(new Ring(ink, atX, atY));
    return this;
  }

  /** Draws a light bar from the lower end of the vertical axis, behind all series. */
  @CanIgnoreReturnValue
  XyPlot bar(double fromX, double toX, double top) {
    bars.add(new Rectangle2D.Double(fromX, y.min(), toX - fromX, top - y.min()));
    return this;
  }

  /** Returns the chart for a page. */
  String svg(String label) {
    List<List<Series>> legend = legendRows();
    Drawing drawing = new Drawing(id, WIDTH, height + legend.size() * ROW);
    double left =
        12
            + y.ticks().stream()
                .mapToDouble(t -> TextWidth.of(t.label(), Drawing.TEXT))
                .max()
                .orElse(0);
    double top = 26 + legend.size() * ROW;
    Frame frame = new Frame(left, top, WIDTH - left - 16, drawing.height() - top - 44);
    frame.axes(drawing);
    bars.forEach(
        bar ->
            drawing.rectangle(
                Ink.SERIES_1,
                0.25,
                frame.atX(bar.getMinX()),
                frame.atY(bar.getMaxY()),
                frame.atX(bar.getMaxX()) - frame.atX(bar.getMinX()),
                frame.atY(bar.getMinY()) - frame.atY(bar.getMaxY())));
    paintSeries(drawing, frame);
    rings.forEach(r -> drawing.ring(r.ink(), frame.atX(r.x()), frame.atY(r.y()), 8));
    for (int row = 0; row < legend.size(); row++) {
      legendRow(drawing, legend.get(row), 12 + row * ROW);
    }
    writeNames(drawing, frame);
    return drawing.svg(label);
  }

  private void paintSeries(Drawing drawing, Frame frame) {
    if (series.isEmpty()) {
      return;
    }
    XYChart chart = new XYChart(frame.width(), frame.height());
    bare(chart.getStyler());
    chart.getStyler().setPlotContentSize(1);
    chart
        .getStyler()
        .setXAxisMin(x.scaled(x.min()))
        .setXAxisMax(x.scaled(x.max()))
        .setYAxisMin(y.scaled(y.min()))
        .setYAxisMax(y.scaled(y.max()));
    chart.getStyler().setMarkerSize(MARKER_SIZE);
    for (int i = 0; i < series.size(); i++) {
      Series one = series.get(i);
      XYSeries added =
          chart.addSeries(
              Integer.toString(i),
              Doubles.toArray(one.xs().stream().map(x::scaled).toList()),
              Doubles.toArray(one.ys().stream().map(y::scaled).toList()));
      added.setLineColor(one.ink().colour());
      added.setMarkerColor(one.ink().colour());
      boolean points = one.style() == Style.POINTS || one.style() == Style.LINE_AND_POINTS;
      added.setMarker(points ? marker(one) : SeriesMarkers.NONE);
      added.setXYSeriesRenderStyle(
          one.style() == Style.POINTS
              ? XYSeries.XYSeriesRenderStyle.Scatter
              : XYSeries.XYSeriesRenderStyle.Line);
      added.setLineStyle(one.style() == Style.DASHED ? dashed() : new BasicStroke(2));
    }
    chart.paint(drawing.part(frame.left(), frame.top()), chart.getWidth(), chart.getHeight());
  }

  /** Leaves of a chart of XChart what shows data. */
  static void bare(AxesChartStyler styler) {
    styler
        .setLegendVisible(false)
        .setChartTitleVisible(false)
        .setChartPadding(0)
        .setPlotBorderVisible(false)
        .setPlotBackgroundColor(Ink.CLEAR.colour())
        .setChartBackgroundColor(Ink.CLEAR.colour());
    styler
        .setAxisTicksVisible(false)
        .setXAxisTitleVisible(false)
        .setYAxisTitleVisible(false)
        .setPlotMargin(0)
        .setPlotGridLinesVisible(false);
  }

  private static BasicStroke dashed() {
    return new BasicStroke(
        2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0);
  }

  private static Marker marker(Series one) {
    return MARKERS[one.marker() % MARKERS.length];
  }

  private List<List<Series>> legendRows() {
    List<List<Series>> rows = new ArrayList<>();
    double used = WIDTH;
    for (Series one : series) {
      if (one.name().isEmpty()) {
        continue;
      }
      double needed = legendWidth(one);
      if (used + needed > WIDTH) {
        rows.add(new ArrayList<>());
        used = 0;
      }
      rows.get(rows.size() - 1).add(one);
      used += needed;
    }
    return rows;
  }

  private static double legendWidth(Series one) {
    return 28 + TextWidth.of(one.name(), Drawing.TEXT) + 14;
  }

  private static void legendRow(Drawing drawing, List<Series> row, double y) {
    double x = 2;
    for (Series one : row) {
      if (one.style() == Style.DASHED) {
        drawing.dashedLine(one.ink(), 2, x, y, x + 22, y);
      } else if (one.style() != Style.POINTS) {
        drawing.line(one.ink(), 2, x, y, x + 22, y);
      }
      if (one.style() == Style.POINTS || one.style() == Style.LINE_AND_POINTS) {
        Graphics2D part = drawing.part(0, 0);
        part.setColor(one.ink().colour());
        marker(one).paint(part, x + 11, y, MARKER_SIZE);
        part.dispose();
      }
      drawing.text(one.name(), x + 28, y + 4, Drawing.Anchor.START, Ink.INK, Drawing.TEXT);
      x += legendWidth(one);
    }
  }

  private void writeNames(Drawing drawing, Frame frame) {
    LabelPlaces places =
        new LabelPlaces(
            new Rectangle2D.Double(
                frame.left() + 3, frame.top(), WIDTH - frame.left() - 5, frame.height()));
    series.forEach(one -> occupy(places, one, frame));
    names.stream()
        .sorted(Comparator.comparingDouble(Name::x).thenComparingDouble(Name::y))
        .forEach(
            name -> {
              String text = TextWidth.fit(name.text(), Drawing.TEXT, WIDTH * 0.66);
              Rectangle2D box =
                  places.place(
                      frame.atX(name.x()), frame.atY(name.y()), TextWidth.of(text, Drawing.TEXT));
              drawing.text(
                  text,
                  box.getX(),
                  box.getMaxY() - 3.5,
                  Drawing.Anchor.START,
                  Ink.INK,
                  Drawing.TEXT);
            });
  }

  private static void occupy(LabelPlaces places, Series one, Frame frame) {
    for (int i = 0; i < one.xs().size(); i++) {
      double x = frame.atX(one.xs().get(i));
      double y = frame.atY(one.ys().get(i));
      places.occupyPoint(x, y);
      if (i > 0 && one.style() != Style.POINTS) {
        places.occupyLine(frame.atX(one.xs().get(i - 1)), frame.atY(one.ys().get(i - 1)), x, y);
      }
    }
  }

  /** The place of the plot in the drawing; whole units, which is what XChart takes. */
  private final class Frame {
    private final int left;
    private final int top;
    private final int width;
    private final int height;

    Frame(double left, double top, double width, double height) {
      this.left = (int) Math.ceil(left);
      this.top = (int) Math.ceil(top);
      this.width = (int) width;
      this.height = (int) height;
    }

    int left() {
      return left;
    }

    int top() {
      return top;
    }

    int width() {
      return width;
    }

    int height() {
      return height;
    }

    double atX(double value) {
      return left + width * x.share(value);
    }

    double atY(double value) {
      return top + height * (1 - y.share(value));
    }

    void axes(Drawing drawing) {
      for (Axis.Tick tick : y.ticks()) {
        double at = atY(tick.value());
        drawing.line(Ink.LINE, 1, left, at, left + width, at);
        drawing.text(tick.label(), left - 6, at + 4, Drawing.Anchor.END, Ink.FAINT, Drawing.TEXT);
      }
      double bottom = top + height;
      double written = Double.NEGATIVE_INFINITY;
      for (Axis.Tick tick : x.ticks()) {
        double at = atX(tick.value());
        drawing.line(Ink.LINE, 1, at, top, at, bottom);
        double half = TextWidth.of(tick.label(), Drawing.TEXT) / 2;
        if (at - half > written + 4) {
          drawing.text(
              tick.label(), at, bottom + 17, Drawing.Anchor.MIDDLE, Ink.FAINT, Drawing.TEXT);
          written = at + half;
        }
      }
      drawing.line(Ink.INK, 1, left, bottom, left + width, bottom);
      drawing.text(y.title(), 2, top - 10, Drawing.Anchor.START, Ink.INK, Drawing.TEXT);
      drawing.text(
          x.title(), left + width / 2.0, bottom + 37, Drawing.Anchor.MIDDLE, Ink.INK, Drawing.TEXT);
    }
  }
}
