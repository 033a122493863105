package org.fe4j.head;

import java.util.SplittableRandom;

/**
 * About the first principal axes of some centred rows: features of a network are so strongly
 * correlated that a few directions have most of their variance, and a gradient method spends most
 * of its steps on that. Found by orthogonal iteration from random vectors (Halko, Martinsson and
 * Tropp, 2011); close is enough, since they only guide the way to the minimum, not where it is.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class PrincipalAxes {

  static final int MOST = 64;

  private static final int PASSES = 3;
  private static final double SMALLEST = 1e-10;

  private final int dimension;

  /** Orthonormal: (axis, feature). */
  private final double[][] axes;

  /** The variance along each axis; zero for axes that rows do not have. */
  private final double[] variances;

  /** Of each other direction, on average. */
  private final double restOfVariance;

  private PrincipalAxes(double[][] axes, double[] variances, double totalVariance, int dimension) {
    this.dimension = dimension;
    this.axes = axes;
    this.variances = variances;
    double explained = 0;
    for (double variance : variances) {
      explained += variance;
    }
    this.restOfVariance =
        axes.length == dimension
            ? 0
            : Math.max(0, totalVariance - explained) / (dimension - axes.length);
  }

  /** Returns how many axes are looked for. */
  static int count(int rows, int dimension) {
    return Math.min(MOST, Math.min(rows, dimension));
  }

  /**
   * Returns the axes.
   *
   * @param products of the centred rows with as many vectors
   * @param totalVariance the sum of the variances of the features
   */
  static PrincipalAxes of(RowProducts products, int count, int dimension, double totalVariance) {
    SplittableRandom random = new SplittableRandom(42);
    double[] vectors = new double[products.length()];
    double[][] axes = new double[count][dimension];
    for (double[] axis : axes) {
      for (int i = 0; i < dimension; i++) {
        axis[i] = random.nextDouble() - 0.5;
      }
    }
    double[] variances = orthonormalize(axes);
    for (int pass = 0; pass < PASSES; pass++) {
      for (int axis = 0; axis < count; axis++) {
        System.arraycopy(axes[axis], 0, vectors, axis * (dimension + 1), dimension);
        vectors[axis * (dimension + 1) + dimension] = 0;
      }
      products.multiplyBothWays(vectors, (outputs, begin, rows) -> {}, vectors);
      for (int axis = 0; axis < count; axis++) {
        System.arraycopy(vectors, axis * (dimension + 1), axes[axis], 0, dimension);
        Vectors.scale(axes[axis], 1.0 / products.rowCount());
      }
      variances = orthonormalize(axes);
    }
    return new PrincipalAxes(axes, variances, totalVariance, dimension);
  }

  /** Gram and Schmidt's method; returns how long each vector was without those before it. */
  private static double[] orthonormalize(double[][] vectors) {
    double[] lengths = new double[vectors.length];
    double longest = 0;
    for (int v = 0; v < vectors.length; v++) {
      double before = Math.sqrt(Vectors.dot(vectors[v], vectors[v]));
      longest = Math.max(longest, before);
      for (int twice = 0; twice < 2; twice++) {
        for (int other = 0; other < v; other++) {
          double product = Vectors.dot(vectors[v], vectors[other]);
          Vectors.add(vectors[v], -product, vectors[other]);
        }
      }
      double length = Math.sqrt(Vectors.dot(vectors[v], vectors[v]));
      // What is left of a vector that the others span is rounding.
      lengths[v] = length > SMALLEST * longest ? length : 0;
      Vectors.scale(vectors[v], lengths[v] > 0 ? 1 / length : 0);
    }
    return lengths;
  }

  /**
   * Returns the curvature of the penalised loss of logistic regression.
   *
   * @param classVariance about p (1 - p)
   * @param penalty added for each weight, not for intercepts
   */
  Curvature curvature(double classVariance, double penalty) {
    return vector -> {
      double[] part = new double[dimension];
      for (int offset = 0; offset < vector.length; offset += dimension + 1) {
        System.arraycopy(vector, offset, part, 0, dimension);
        divide(part, classVariance, penalty);
        System.arraycopy(part, 0, vector, offset, dimension);
        vector[offset + dimension] /= classVariance;
      }
    };
  }

  private void divide(double[] part, double classVariance, double penalty) {
    double rest = classVariance * restOfVariance + penalty;
    double[] along = new double[axes.length];
    for (int axis = 0; axis < axes.length; axis++) {
      double divisor = classVariance * variances[axis] + penalty;
      along[axis] = Vectors.dot(part, axes[axis]) * (1 / divisor - 1 / rest);
    }
    Vectors.scale(part, 1 / rest);
    for (int axis = 0; axis < axes.length; axis++) {
      Vectors.add(part, along[axis], axes[axis]);
    }
  }
}
