package org.fe4j.report;

import com.google.common.math.Quantiles;
import com.google.common.primitives.Doubles;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.knowm.xchart.BoxChart;
import org.knowm.xchart.style.BoxStyler;
import org.knowm.xchart.style.Styler;

/**
 * Boxes of several groups of values, lying, each below its name; every value is a dot too, of many
 * values those beyond the whiskers. Quartiles are interpolated as NumPy does; a whisker ends at the
 * outermost value within 1.5 lengths of the box (Tukey 1977), or at the box where there is none.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class BoxPlot {
  private static final int BOX = 18;

  /** More dots than this hide the box. */
  private static final int DOTS = 100;

  /** XChart draws nothing in less than 30. */
  private static final int SMALLEST_CHART = 60;

  /**
   * What a box shows.
   *
   * @param ends the end of the lower whisker, the three quartiles, the end of the upper whisker
   */
  private record Row(String name, List<Double> values, List<Double> ends) {
    static Row of(String name, List<Double> values) {
      Map<Integer, Double> quartiles = Quantiles.quartiles().indexes(1, 2, 3).compute(values);
      double low = Objects.requireNonNull(quartiles.get(1));
      double middle = Objects.requireNonNull(quartiles.get(2));
      double high = Objects.requireNonNull(quartiles.get(3));
      double reach = 1.5 * (high - low);
      double least = low;
      double most = high;
      for (double value : values) {
        least = value >= low - reach ? Math.min(least, value) : least;
        most = value <= high + reach ? Math.max(most, value) : most;
      }
      return new Row(name, List.copyOf(values), List.of(least, low, middle, high, most));
    }

    boolean reaches(double value) {
      return ends.get(0) <= value && value <= ends.get(4);
    }
  }

  private final String id;
  private final String title;
  private final List<Row> rows = new ArrayList<>();

  BoxPlot(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** Adds a group of at least one value, none of which is NaN. */
  void add(String name, List<Double> values) {
    rows.add(Row.of(name, values));
  }

  /** Returns how a chart of at most so many values a box is to be read. */
  static String reading(int values) {
    return (values <= DOTS ? "a dot a fold" : "a dot a fold beyond the whiskers")
        + "; the box spans the middle half, its line is the median, and the whiskers end at the"
        + " outermost fold within 1.5 lengths of the box.";
  }

  /** Returns the chart for a page. */
  String svg(String label, double least, double most) {
    List<Double> all = rows.stream().flatMap(row -> row.values().stream()).toList();
    RowChart chart = RowChart.around(id, title, rows.size(), all, least, most);
    boxes(chart);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      for (double value : row.values()) {
        if (row.values().size() <= DOTS || !row.reaches(value)) {
          chart.drawing().dot(Ink.INK, chart.at(value), chart.middle(i), 2.5);
        }
      }
      chart.name(i, row.name());
    }
    return chart.drawing().svg(label);
  }

  /**
   * XChart's boxes stand, and their axis goes from the least value to the largest, whatever it is
   * told: the chart is turned by a quarter, to the right, and moved to where the values belong. It
   * gets five numbers a box, which are their own quartiles: of more its whiskers would end at 1.5
   * lengths of the box, where no value lies.
   */
  private void boxes(RowChart rowChart) {
    double least = rows.stream().mapToDouble(row -> row.ends().get(0)).min().orElse(0);
    double most = rows.stream().mapToDouble(row -> row.ends().get(4)).max().orElse(0);
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
      chart.addSeries(Integer.toString(i), Doubles.toArray(rows.get(i).ends()));
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
