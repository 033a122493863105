package org.fe4j.report;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds room for the names of points: beside, above or below each, where it covers the least of
 * what is there. Not safe for concurrent use; confine an instance to one thread.
 */
final class LabelPlaces {
  private static final double HEIGHT = Drawing.TEXT * 1.15;
  private static final double GAP = 8;
  private static final double STEP = 8;

  private final Rectangle2D ground;
  private final List<Rectangle2D> taken = new ArrayList<>();

  LabelPlaces(Rectangle2D ground) {
    this.ground = ground;
  }

  /** Keeps labels away from a point. */
  void occupyPoint(double x, double y) {
    taken.add(new Rectangle2D.Double(x - 5, y - 5, 10, 10));
  }

  /** Keeps labels away from a line, where there is room elsewhere. */
  void occupyLine(double x1, double y1, double x2, double y2) {
    int steps = (int) (Math.hypot(x2 - x1, y2 - y1) / STEP);
    for (int i = 1; i < steps; i++) {
      double x = x1 + (x2 - x1) * i / steps;
      double y = y1 + (y2 - y1) * i / steps;
      taken.add(new Rectangle2D.Double(x - 1, y - 1, 2, 2));
    }
  }

  /** Returns the best box for text of this width, and keeps it. */
  Rectangle2D place(double x, double y, double width) {
    Rectangle2D best = null;
    double least = Double.POSITIVE_INFINITY;
    for (double dy : new double[] {0, -1, 1, -2, 2, -3, 3}) {
      for (double left : new double[] {x + GAP, x - GAP - width, x - width / 2}) {
        if (dy == 0 && left == x - width / 2) {
          continue;
        }
        Rectangle2D box =
            new Rectangle2D.Double(
                Math.min(Math.max(left, ground.getMinX()), ground.getMaxX() - width),
                y - HEIGHT / 2 + dy * HEIGHT,
                width,
                HEIGHT);
        double cost = cost(box) + Math.abs(dy);
        if (cost < least) {
          least = cost;
          best = box;
        }
      }
    }
    Rectangle2D found = best == null ? new Rectangle2D.Double(x, y, width, HEIGHT) : best;
    taken.add(found);
    return found;
  }

  private double cost(Rectangle2D box) {
    double covered = 0;
    for (Rectangle2D other : taken) {
      Rectangle2D common = box.createIntersection(other);
      if (!common.isEmpty()) {
        covered += 10 + common.getWidth() * common.getHeight();
      }
    }
    double outside =
        Math.max(0, ground.getMinY() - box.getMinY())
            + Math.max(0, box.getMaxY() - ground.getMaxY());
    return covered + 1000 * outside;
  }
}
