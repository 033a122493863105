package org.fe4j.report;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.fe4j.metrics.Decimals;

/**
 * The critical-difference diagram of Dem\u0161ar (2006), upright so that long names and narrow
 * screens go together: a row a model, the best on top, its mean rank on a common line; the thick
 * bars at the right join models whose mean ranks do not differ significantly.
 */
final class RankDiagram {
  private static final double TOP = 62;
  private static final double ROW = 36;
  private static final double LEFT = 10;
  private static final double BAR = 11;

  private final String id;
  private final ImmutableList<String> names;
  private final ImmutableList<Double> ranks;
  private final double criticalDifference;
  private final ImmutableList<ImmutableIntArray> groups;
  private final double right;

  /**
   * Takes what is to be shown.
   *
   * @param ranks the mean rank of each model, in [1, k]
   * @param groups the models of each bar, by index
   */
  RankDiagram(
      String id,
      List<String> names,
      List<Double> ranks,
      double criticalDifference,
      List<ImmutableIntArray> groups) {
    this.id = id;
    this.names = ImmutableList.copyOf(names);
    this.ranks = ImmutableList.copyOf(ranks);
    this.criticalDifference = criticalDifference;
    this.groups =
        groups.stream().filter(g -> g.length() > 1).collect(ImmutableList.toImmutableList());
    this.right = XyPlot.WIDTH - 14 - this.groups.size() * BAR;
  }

  /** Returns the diagram for a page. */
  String svg(String label) {
    int k = names.size();
    Drawing drawing = new Drawing(id, XyPlot.WIDTH, TOP + k * ROW + 6);
    ruler(drawing);
    int step = (k + 9) / 10;
    for (int rank = 1; rank <= k; rank += step) {
      drawing.line(Ink.LINE, 1, at(rank), TOP, at(rank), TOP + k * ROW);
      drawing.text(
          Integer.toString(rank),
          at(rank),
          TOP - 6,
          Drawing.Anchor.MIDDLE,
          Ink.FAINT,
          Drawing.TEXT);
    }
    List<Integer> order =
        IntStream.range(0, k).boxed().sorted(Comparator.comparing(ranks::get)).toList();
    for (int row = 0; row < k; row++) {
      model(drawing, order.get(row), TOP + row * ROW);
    }
    for (int i = 0; i < groups.size(); i++) {
      bar(drawing, right + 10 + i * BAR, order, groups.get(i));
    }
    return drawing.svg(label);
  }

  private void ruler(Drawing drawing) {
    double length = at(1 + criticalDifference) - at(1);
    drawing.text(
        "critical difference "
            + Decimals.fixed(criticalDifference, 2)
            + (length > right - LEFT ? ", more than the ranks can differ" : ""),
        LEFT,
        14,
        Drawing.Anchor.START);
    if (length <= right - LEFT) {
      drawing.line(Ink.INK, 1.5, at(1), 26, at(1) + length, 26);
      drawing.line(Ink.INK, 1.5, at(1), 21, at(1), 31);
      drawing.line(Ink.INK, 1.5, at(1) + length, 21, at(1) + length, 31);
    }
  }

  private void model(Drawing drawing, int model, double top) {
    double y = top + 26;
    drawing.line(Ink.LINE, 1, LEFT, y, right, y);
    drawing.dot(Ink.SERIES_1, at(ranks.get(model)), y, 5);
    drawing.text(
        TextWidth.fit(
            Decimals.fixed(ranks.get(model), 2) + "  " + names.get(model),
            Drawing.TEXT,
            right - LEFT),
        LEFT,
        top + 15,
        Drawing.Anchor.START);
  }

  private static void bar(Drawing drawing, double x, List<Integer> order, ImmutableIntArray group) {
    int first = group.stream().map(order::indexOf).min().orElseThrow();
    int last = group.stream().map(order::indexOf).max().orElseThrow();
    drawing.line(Ink.SERIES_2, 5, x, TOP + first * ROW + 18, x, TOP + last * ROW + 34);
  }

  private double at(double rank) {
    return LEFT + (rank - 1) / Math.max(1, names.size() - 1) * (right - LEFT - 6);
  }
}
