package org.fe4j.examples.quickstart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ellipses thrown on the plane, largest first, that do not overlap: pebbles, or the holes of gas
 * bubbles. They lie in [-20, 20)² and repeat outside.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class Ovals {
  private static final int SIDE = 40;

  /** Squares a unit, along each side, of the table that places are looked up in. */
  private static final int FINENESS = 3;

  /** Beyond this distance, in radii, an ellipse is not near. */
  private static final double NEAR = 1.6;

  /**
   * One ellipse.
   *
   * @param radius of its longer half axis
   * @param aspect shorter to longer axis
   * @param id a number of its own
   */
  record Oval(
      double x, double y, double radius, double aspect, double cosine, double sine, long id) {

    /** Returns 0 in the centre, 1 on the outline, more outside. */
    double distance(double atX, double atY) {
      return Math.sqrt(squaredDistance(atX, atY));
    }

    private double squaredDistance(double atX, double atY) {
      double dx = wrap(atX - x);
      double dy = wrap(atY - y);
      double along = (dx * cosine + dy * sine) / radius;
      double across = (dy * cosine - dx * sine) / (radius * aspect);
      return along * along + across * across;
    }

    /** Returns a number in [0, 1) that belongs to the ellipse, another for each {@code which}. */
    double property(int which) {
      return Draw.unit(id + which);
    }
  }

  private static final Oval[] NONE = {};

  /**
   * Those whose centre lies in a unit square; then those that are near to places in a smaller one.
   */
  private final List<List<Oval>> grid = new ArrayList<>();

  private final Oval[][] near = new Oval[SIDE * FINENESS * SIDE * FINENESS][];

  /**
   * Throws ellipses.
   *
   * @param largest radius of the largest, at most 1.4
   * @param smallest radius of the smallest
   * @param tries how many to throw of each size; those that overlap are left out
   * @param gap between two, relative to their radii
   */
  Ovals(Draw draw, double largest, double smallest, int tries, double gap, double flatness) {
    for (int i = 0; i < SIDE * SIDE; i++) {
      grid.add(new ArrayList<>());
    }
    double direction = draw.between(0, StrictMath.PI);
    double spread = draw.chance(0.5) ? 0.3 : StrictMath.PI / 2;
    int sizes = 6;
    for (int size = 0; size < sizes; size++) {
      double radius = largest * StrictMath.pow(smallest / largest, size / (sizes - 1.0));
      int count = (int) Math.round(tries * StrictMath.pow(largest / radius, 1.6));
      for (int i = 0; i < count; i++) {
        double angle = direction + draw.between(-spread, spread);
        Oval oval =
            new Oval(
                draw.between(0, SIDE),
                draw.between(0, SIDE),
                radius * draw.between(0.85, 1.15),
                draw.between(1 - flatness, 1),
                StrictMath.cos(angle),
                StrictMath.sin(angle),
                draw.next());
        if (fits(oval, gap)) {
          grid.get(bucket(oval.x, oval.y)).add(oval);
        }
      }
    }
    Arrays.fill(near, NONE);
    grid.forEach(ovals -> ovals.forEach(this::enter));
  }

  /** Enters an ellipse in the table, at all squares that it is near to. */
  private void enter(Oval oval) {
    double reach = NEAR * oval.radius + 1.5 / FINENESS;
    int steps = (int) Math.ceil(reach * FINENESS);
    for (int j = -steps; j <= steps; j++) {
      for (int i = -steps; i <= steps; i++) {
        double dx = (double) i / FINENESS;
        double dy = (double) j / FINENESS;
        if (dx * dx + dy * dy < reach * reach) {
          int square = square(oval.x + dx, oval.y + dy);
          Oval[] before = near[square];
          near[square] = Arrays.copyOf(before, before.length + 1);
          near[square][before.length] = oval;
        }
      }
    }
  }

  /** Returns the ellipse that a place is nearest to, or null if none is near. */
  @Nullable Oval nearest(double x, double y) {
    Oval nearest = null;
    double smallest = NEAR * NEAR;
    for (Oval oval : near[square(x, y)]) {
      double squared = oval.squaredDistance(x, y);
      if (squared < smallest) {
        smallest = squared;
        nearest = oval;
      }
    }
    return nearest;
  }

  private boolean fits(Oval oval, double gap) {
    for (int j = -3; j <= 3; j++) {
      for (int i = -3; i <= 3; i++) {
        for (Oval other : grid.get(bucket(oval.x + i, oval.y + j))) {
          double dx = wrap(oval.x - other.x);
          double dy = wrap(oval.y - other.y);
          double room = (1 + gap) * (reach(oval, dx, dy) + reach(other, dx, dy));
          if (dx * dx + dy * dy < room * room) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Returns how far an ellipse reaches in a direction. */
  private static double reach(Oval oval, double dx, double dy) {
    double length = Math.sqrt(dx * dx + dy * dy) + 1e-9;
    double along = (dx * oval.cosine + dy * oval.sine) / length;
    double across = (dy * oval.cosine - dx * oval.sine) / length;
    return oval.radius / Math.sqrt(along * along + across * across / (oval.aspect * oval.aspect));
  }

  private static double wrap(double difference) {
    return difference - SIDE * Math.rint(difference / SIDE);
  }

  private static int square(double x, double y) {
    int side = SIDE * FINENESS;
    int column = Math.floorMod((int) Math.floor(x * FINENESS), side);
    int row = Math.floorMod((int) Math.floor(y * FINENESS), side);
    return row * side + column;
  }

  private static int bucket(double x, double y) {
    int column = Math.floorMod((int) Math.floor(x), SIDE);
    int row = Math.floorMod((int) Math.floor(y), SIDE);
    return row * SIDE + column;
  }
}
