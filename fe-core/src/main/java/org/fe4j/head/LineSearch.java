package org.fe4j.head;

/**
 * Finds a step along a direction that fulfils the strong Wolfe conditions (Nocedal and Wright,
 * "Numerical Optimization", 2006, algorithms 3.5 and 3.6, with cubic interpolation). Where the
 * decrease drowns in rounding, near the minimum, Hager and Zhang's approximate condition on the
 * slopes takes its place ("A new conjugate gradient method with guaranteed descent", 2005).
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class LineSearch {

  private static final double DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;
  private static final double ROUNDING = 1e-12;
  private static final int TRIALS = 20;

  private final Objective objective;

  /** Where the last trial was, its value and its gradient. */
  private final double[] point;

  private final double[] gradient;
  private double[] origin;
  private double[] direction;
  private Trial start;
  private Trial last;

  /** How far along the direction, with the value and the slope there. */
  private record Trial(double step, double value, double slope) {}

  LineSearch(Objective objective, int dimension) {
    this.objective = objective;
    this.point = new double[dimension];
    this.gradient = new double[dimension];
    this.origin = point;
    this.direction = point;
    this.start = new Trial(0, 0, 0);
    this.last = start;
  }

  /**
   * Looks for a step from a point; returns whether there is one that makes the value lower. It is
   * where {@link #copyTo} copies from.
   *
   * @param slope of the value along the direction, negative
   * @param firstStep where to look first
   */
  boolean search(double[] from, double[] along, double value, double slope, double firstStep) {
    origin = from;
    direction = along;
    start = new Trial(0, value, slope);
    Trial previous = start;
    double step = firstStep;
    for (int i = 0; i < TRIALS; i++) {
      Trial trial = evaluate(step);
      if (accepts(trial)) {
        return true;
      }
      if (!decreases(trial) || (i > 0 && trial.value >= previous.value)) {
        return zoom(previous, trial);
      }
      if (trial.slope >= 0) {
        return zoom(trial, previous);
      }
      previous = trial;
      step *= 2;
    }
    return last.value < start.value;
  }

  /** Narrows an interval of which the lower end is the best so far. */
  private boolean zoom(Trial lower, Trial upper) {
    Trial low = lower;
    Trial high = upper;
    for (int i = 0; i < TRIALS; i++) {
      Trial trial = evaluate(between(low, high));
      if (accepts(trial)) {
        return true;
      }
      if (!decreases(trial) || trial.value >= low.value) {
        high = trial;
      } else {
        if (trial.slope * (high.step - low.step) >= 0) {
          high = low;
        }
        low = trial;
      }
    }
    if (low.step > 0 && low.value < start.value) {
      evaluate(low.step);
      return true;
    }
    return false;
  }

  /** Where the cubic through both ends is lowest, but not close to either. */
  private static double between(Trial low, Trial high) {
    double width = high.step - low.step;
    double d1 = low.slope + high.slope - 3 * (high.value - low.value) / width;
    double root = Math.sqrt(Math.max(0, d1 * d1 - low.slope * high.slope));
    double d2 = Math.copySign(root, width);
    double share = 1 - (high.slope + d2 - d1) / (high.slope - low.slope + 2 * d2);
    return low.step + width * (share >= 0.1 && share <= 0.9 ? share : 0.5);
  }

  private boolean decreases(Trial trial) {
    return trial.value <= start.value + DECREASE * trial.step * start.slope;
  }

  private boolean accepts(Trial trial) {
    boolean drowns =
        trial.value <= start.value + ROUNDING * Math.abs(start.value)
            && trial.slope <= (2 * DECREASE - 1) * start.slope;
    return (decreases(trial) || drowns) && Math.abs(trial.slope) <= -CURVATURE * start.slope;
  }

  private Trial evaluate(double step) {
    for (int i = 0; i < point.length; i++) {
      point[i] = origin[i] + step * direction[i];
    }
    double value = objective.at(point, gradient);
    last = new Trial(step, value, Vectors.dot(gradient, direction));
    return last;
  }

  /** Leaves the point that was found, and the gradient there; returns the value. */
  double copyTo(double[] targetPoint, double[] targetGradient) {
    System.arraycopy(point, 0, targetPoint, 0, point.length);
    System.arraycopy(gradient, 0, targetGradient, 0, gradient.length);
    return last.value;
  }
}
