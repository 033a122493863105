package org.fe4j.report;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.fe4j.metrics.Decimals;

/**
 * A square of numbers as shades, rows named at the left and numbered at the top, with the tree in
 * which the rows were joined at the right where there is one.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class HeatMap {
  /** Ink on a ground of this much of the colour has a contrast of 4.5 in light and in dark. */
  static final double STRONGEST = 0.55;

  private static final double LARGEST_NAME = 265;
  private static final double NUMBER = 34;
  private static final double TREE = 90;
  private static final double TOP = 22;

  /** Below this size of a cell numbers do not fit. */
  private static final double CELL_WITH_NUMBER = 30;

  /** Two clusters joined: leaves have the numbers [0, n), the i-th join n + i. */
  record Join(int first, int second, double height) {}

  /** A number in the square; NaN where there is none. */
  interface Entries {
    double at(int row, int column);
  }

  private final String id;
  private final ImmutableList<String> names;
  private final Entries entries;
  private final double least;
  private final double most;
  private DoubleFunction<String> text = value -> Decimals.fixed(value, 2);
  private ImmutableIntArray order;
  private ImmutableList<Join> joins = ImmutableList.of();

  /**
   * Begins a map in the order of the names.
   *
   * @param least the value without a shade
   * @param most the value with the darkest one
   */
  HeatMap(String id, List<String> names, Entries entries, double least, double most) {
    this.id = id;
    this.names = ImmutableList.copyOf(names);
    this.entries = entries;
    this.least = least;
    this.most = most;
    this.order = ImmutableIntArray.copyOf(IntStream.range(0, names.size()));
  }

  /** Writes numbers like this. */
  HeatMap written(DoubleFunction<String> as) {
    this.text = as;
    return this;
  }

  /** Puts rows and columns in the order of the leaves, with the tree beside them. */
  HeatMap clustered(ImmutableIntArray leaves, List<Join> tree) {
    this.order = leaves;
    this.joins = ImmutableList.copyOf(tree);
    return this;
  }

  /** Returns the map for a page. */
  String svg(String label) {
    int n = names.size();
    double cell = n <= 8 ? 34 : n <= 20 ? 24 : n <= 40 ? 14 : Math.max(1, 560.0 / n);
    boolean named = cell >= 12;
    double widest =
        names.stream().mapToDouble(name -> TextWidth.of(name, Drawing.TEXT)).max().orElse(0);
    double nameWidth = Math.min(LARGEST_NAME, widest);
    double left = named ? NUMBER + nameWidth : 4;
    double tree = joins.isEmpty() ? 8 : TREE;
    Drawing drawing = new Drawing(id, Math.max(300, left + n * cell + tree), TOP + n * cell + 6);
    for (int row = 0; row < n; row++) {
      double y = TOP + row * cell;
      if (named) {
        drawing.text(
            TextWidth.fit(names.get(order.get(row)), Drawing.TEXT, nameWidth),
            left - NUMBER + 4,
            y + cell / 2 + 4,
            Drawing.Anchor.END,
            Ink.INK,
            Drawing.TEXT);
        String number = Integer.toString(row + 1);
        drawing.text(
            number, left - 8, y + cell / 2 + 4, Drawing.Anchor.END, Ink.FAINT, Drawing.TEXT);
        drawing.text(
            number,
            left + (row + 0.5) * cell,
            TOP - 6,
            Drawing.Anchor.MIDDLE,
            Ink.FAINT,
            Drawing.TEXT);
      }
      cells(drawing, row, left, cell);
    }
    drawing.frame(Ink.LINE, left, TOP, n * cell, n * cell);
    tree(drawing, left + n * cell + 6, cell);
    return drawing.svg(label);
  }

  private void cells(Drawing drawing, int row, double left, double cell) {
    double y = TOP + row * cell;
    for (int column = 0; column < names.size(); column++) {
      double value = entries.at(order.get(row), order.get(column));
      double x = left + column * cell;
      double strength = Math.min(1, Math.max(0, (value - least) / (most - least)));
      // In steps of one in twenty: equal shades are written once, and no eye tells them apart.
      double opacity = Math.round(strength * 20) / 20.0 * STRONGEST;
      if (opacity > 0) {
        drawing.rectangle(Ink.SERIES_1, opacity, x, y, cell, cell);
      }
      if (cell >= CELL_WITH_NUMBER) {
        drawing.text(
            Double.isNaN(value) ? "\u2013" : text.apply(value),
            x + cell / 2,
            y + cell / 2 + 4,
            Drawing.Anchor.MIDDLE,
            Ink.INK,
            Drawing.TEXT);
      }
    }
  }

  private void tree(Drawing drawing, double left, double cell) {
    double highest =
        joins.stream().mapToDouble(Join::height).filter(h -> !Double.isNaN(h)).max().orElse(0);
    List<double[]> ends = new ArrayList<>();
    for (int leaf = 0; leaf < names.size(); leaf++) {
      ends.add(new double[] {left, TOP + (order.asList().indexOf(leaf) + 0.5) * cell});
    }
    for (Join join : joins) {
      double[] first = ends.get(join.first());
      double[] second = ends.get(join.second());
      double x = left + (highest > 0 ? join.height() / highest * (TREE - 16) : 0);
      drawing.line(Ink.INK, 1, first[0], first[1], x, first[1]);
      drawing.line(Ink.INK, 1, x, first[1], x, second[1]);
      drawing.line(Ink.INK, 1, second[0], second[1], x, second[1]);
      ends.add(new double[] {x, (first[1] + second[1]) / 2});
    }
  }
}
