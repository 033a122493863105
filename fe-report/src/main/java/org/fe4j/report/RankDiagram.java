package org.fe4j.report;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.fe4j.metrics.Decimals;

/**
 * The critical-difference diagram of Dem\u0161ar (2006): mean ranks on a line, the best at the left,
 * names below at both sides, and a thick bar over each group of models whose ranks do not differ
 * significantly.
 */
final class RankDiagram {
  private static final double WIDTH = 640;
  private static final double MARGIN = 215;
  private static final double AXIS = 64;
  private static final double ROW = 22;

  private final String id;
  private final List<String> names;
  private final List<Double> ranks;
  private final double criticalDifference;
  private final List<ImmutableIntArray> groups;

  /**
   * Takes what is to be shown.
   *
   * @param ranks the mean rank of each model, in [1, k]
   * @param groups the models of each bar
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
    this.groups = ImmutableList.copyOf(groups);
  }

  /** Returns the diagram for a page. */
  String svg(String label) {
    int k = names.size();
    List<ImmutableIntArray> bars = groups.stream().filter(g -> g.length() > 1).toList();
    double below = AXIS + 14 + bars.size() * 9 + 12;
    int half = (k + 1) / 2;
    Drawing drawing = new Drawing(id, WIDTH, below + half * ROW);
    ruler(drawing);
    for (int rank = 1; rank <= k; rank++) {
      drawing.line(Ink.INK, 1, at(rank), AXIS - 6, at(rank), AXIS);
      drawing.text(
          Integer.toString(rank), at(rank), AXIS - 11, Drawing.Anchor.MIDDLE, Ink.FAINT, Drawing.TEXT);
    }
    drawing.line(Ink.INK, 1, at(1), AXIS, at(k), AXIS);
    List<Integer> order =
        IntStream.range(0, k).boxed().sorted(Comparator.comparing(ranks::get)).toList();
    for (int place = 0; place < k; place++) {
      boolean left = place < half;
      double y = below + (left ? place : k - 1 - place) * ROW;
      model(drawing, order.get(place), y, left);
    }
    for (int i = 0; i < bars.size(); i++) {
      double y = AXIS + 12 + i * 9;
      double from = bars.get(i).stream().mapToDouble(ranks::get).min().orElseThrow();
      double to = bars.get(i).stream().mapToDouble(ranks::get).max().orElseThrow();
      drawing.line(Ink.SERIES_2, 5, at(from) - 4, y, at(to) + 4, y);
    }
    return drawing.svg(label);
  }

  private void ruler(Drawing drawing) {
    double length = at(1 + criticalDifference) - at(1);
    if (length <= at(names.size()) - at(1) + 60) {
      drawing.line(Ink.INK, 1.5, at(1), 26, at(1) + length, 26);
      drawing.line(Ink.INK, 1.5, at(1), 21, at(1), 31);
      drawing.line(Ink.INK, 1.5, at(1) + length, 21, at(1) + length, 31);
    }
    drawing.text(
        "critical difference " + Decimals.fixed(criticalDifference, 2),
        at(1),
        14,
        Drawing.Anchor.START,
        Ink.INK, Drawing.TEXT);
  }

  private void model(Drawing drawing, int model, double y, boolean left) {
    double x = at(ranks.get(model));
    double end = left ? MARGIN - 14 : WIDTH - MARGIN + 14;
    drawing.line(Ink.FAINT, 1, x, AXIS, x, y);
    drawing.line(Ink.FAINT, 1, x, y, end, y);
    drawing.dot(Ink.INK, x, AXIS, 3);
    String rank = Decimals.fixed(ranks.get(model), 2);
    String name = TextWidth.fit(names.get(model), Drawing.TEXT, MARGIN - 60);
    drawing.text(
        left ? name + "  " + rank : rank + "  " + name,
        left ? end - 4 : end + 4,
        y + 4,
        left ? Drawing.Anchor.END : Drawing.Anchor.START,
        Ink.INK, Drawing.TEXT);
  }

  private double at(double rank) {
    int k = names.size();
    return MARGIN + (rank - 1) / Math.max(1, k - 1) * (WIDTH - 2 * MARGIN);
  }
}
