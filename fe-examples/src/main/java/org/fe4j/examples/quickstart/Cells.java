package org.fe4j.examples.quickstart;

/**
 * The plane divided into cells around one jittered point a unit square (a Voronoi diagram). Repeats
 * every {@value #SIDE} units, outside any picture.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class Cells {
  private static final int SIDE = 64;
  private static final int MASK = SIDE - 1;

  private final long[] ids = new long[SIDE * SIDE];
  private final double[] pointX = new double[SIDE * SIDE];
  private final double[] pointY = new double[SIDE * SIDE];

  /** What {@link #locate} found: a number that identifies the cell. */
  long cell;

  /** What {@link #locate} found: the distance to the cell's nearest edge. */
  double toEdge;

  /** What {@link #locate} found: the place relative to the cell's point. */
  double offsetX;

  /** What {@link #locate} found: the place relative to the cell's point. */
  double offsetY;

  /**
   * Makes a diagram.
   *
   * @param jitter of the points, from 0 (squares) to 1 (irregular)
   */
  Cells(Draw draw, double jitter) {
    for (int i = 0; i < ids.length; i++) {
      ids[i] = draw.next();
      pointX[i] = 0.5 + jitter * draw.between(-0.5, 0.5);
      pointY[i] = 0.5 + jitter * draw.between(-0.5, 0.5);
    }
  }

  /** Finds the cell of a place. */
  void locate(double x, double y) {
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    double nearest = Double.MAX_VALUE;
    int found = 0;
    for (int j = row - 1; j <= row + 1; j++) {
      for (int i = column - 1; i <= column + 1; i++) {
        int index = index(i, j);
        double dx = x - i - pointX[index];
        double dy = y - j - pointY[index];
        double squared = dx * dx + dy * dy;
        if (squared < nearest) {
          nearest = squared;
          found = index;
          offsetX = dx;
          offsetY = dy;
        }
      }
    }
    cell = ids[found];
    double toPoint = Math.sqrt(nearest);
    toEdge = edgeDistance(x, y, found, toPoint);
  }

  /** Returns a number in [0, 1) that belongs to the cell found, another for each {@code which}. */
  double property(int which) {
    return Draw.unit(cell + which);
  }

  private double edgeDistance(double x, double y, int own, double toPoint) {
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    double smallest = 2;
    for (int j = row - 2; j <= row + 2; j++) {
      for (int i = column - 2; i <= column + 2; i++) {
        int index = index(i, j);
        double towardsX = i + pointX[index] - x + offsetX;
        double towardsY = j + pointY[index] - y + offsetY;
        double squared = towardsX * towardsX + towardsY * towardsY;
        double reach = 2 * (smallest + toPoint);
        if (index == own || squared >= reach * reach) {
          continue;
        }
        double length = Math.sqrt(squared);
        double along = (offsetX * towardsX + offsetY * towardsY) / length;
        smallest = Math.min(smallest, length / 2 - along);
      }
    }
    return smallest;
  }

  private static int index(int column, int row) {
    return (row & MASK) * SIDE + (column & MASK);
  }
}
