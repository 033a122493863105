package org.fe4j.head;

/**
 * Minimises a smooth function by the L-BFGS method: the two-loop recursion over the last {@value
 * #MEMORY} steps (Nocedal, 1980; Nocedal and Wright, "Numerical Optimization", 2006, algorithms 7.4
 * and 7.5), with {@link LineSearch}, from a guess of the Hessian.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class LimitedMemoryBfgs {

  private static final int MEMORY = 10;

  private final Objective objective;
  private final LineSearch lineSearch;
  private final double[] gradient;
  private final double[] direction;
  private final double[] nextPoint;
  private final double[] nextGradient;

  /** Rings of the last steps, and of the changes of the gradient over them. */
  private final double[][] steps;

  private final double[][] changes;
  private final double[] inverseProducts = new double[MEMORY];
  private final double[] coefficients = new double[MEMORY];
  private Curvature curvature = vector -> {};

  /** The guess is off by this factor, as the last step showed. */
  private double inverseScale = 1;

  private int held;
  private int next;

  LimitedMemoryBfgs(Objective objective, int dimension) {
    this.objective = objective;
    this.lineSearch = new LineSearch(objective, dimension);
    this.gradient = new double[dimension];
    this.direction = new double[dimension];
    this.nextPoint = new double[dimension];
    this.nextGradient = new double[dimension];
    this.steps = new double[MEMORY][dimension];
    this.changes = new double[MEMORY][dimension];
  }

  /**
   * How a minimisation ended.
   *
   * @param iterations steps that were taken
   * @param largestSlope the largest magnitude in the gradient at the end
   * @param converged whether that is as small as was asked
   */
  record Result(int iterations, double largestSlope, boolean converged) {}

  /**
   * Moves a point to the minimum.
   *
   * @param point where to begin; where it ended
   * @param guess of the Hessian; need not be to scale
   * @param tolerance ends where no entry of the gradient is larger in magnitude
   * @param iterationLimit steps at most
   */
  Result minimize(double[] point, Curvature guess, double tolerance, int iterationLimit) {
    curvature = guess;
    held = 0;
    double value = objective.at(point, gradient);
    for (int iteration = 0; ; iteration++) {
      double largest = Vectors.largest(gradient);
      if (largest <= tolerance) {
        return new Result(iteration, largest, true);
      }
      if (iteration == iterationLimit || !steps(point, value)) {
        return new Result(iteration, largest, false);
      }
      value = lineSearch.copyTo(nextPoint, nextGradient);
      remember(point);
      System.arraycopy(nextPoint, 0, point, 0, point.length);
      System.arraycopy(nextGradient, 0, gradient, 0, gradient.length);
    }
  }

  /** Searches along the quasi-Newton direction, and where that fails along the guess's alone. */
  private boolean steps(double[] point, double value) {
    if (held > 0) {
      turn();
      double slope = Vectors.dot(gradient, direction);
      if (slope < 0 && lineSearch.search(point, direction, value, slope, 1)) {
        return true;
      }
      held = 0;
    }
    inverseScale = 1;
    turn();
    double slope = Vectors.dot(gradient, direction);
    double firstStep = Math.min(1, 1 / Math.sqrt(-slope));
    return lineSearch.search(point, direction, value, slope, firstStep);
  }

  /** The two-loop recursion: minus the approximate inverse of the Hessian times the gradient. */
  private void turn() {
    System.arraycopy(gradient, 0, direction, 0, gradient.length);
    Vectors.scale(direction, -1);
    for (int age = 0; age < held; age++) {
      int at = Math.floorMod(next - 1 - age, MEMORY);
      coefficients[at] = inverseProducts[at] * Vectors.dot(steps[at], direction);
      Vectors.add(direction, -coefficients[at], changes[at]);
    }
    curvature.divide(direction);
    Vectors.scale(direction, inverseScale);
    for (int age = held - 1; age >= 0; age--) {
      int at = Math.floorMod(next - 1 - age, MEMORY);
      double correction = inverseProducts[at] * Vectors.dot(changes[at], direction);
      Vectors.add(direction, coefficients[at] - correction, steps[at]);
    }
  }

  private void remember(double[] point) {
    double[] step = steps[next];
    double[] change = changes[next];
    for (int i = 0; i < step.length; i++) {
      step[i] = nextPoint[i] - point[i];
      change[i] = nextGradient[i] - gradient[i];
    }
    double product = Vectors.dot(step, change);
    if (product > 0) { // The Wolfe conditions say so, but for rounding.
      inverseProducts[next] = 1 / product;
      double[] divided = change.clone();
      curvature.divide(divided);
      inverseScale = product / Vectors.dot(change, divided);
      next = (next + 1) % MEMORY;
      held = Math.min(held + 1, MEMORY);
    }
  }
}
