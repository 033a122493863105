package org.fe4j.head;

/** A guess of the Hessian, symmetric and positive definite. */
@FunctionalInterface
interface Curvature {

  /** Multiplies a vector by the inverse of the guess, in place. */
  void divide(double[] vector);
}
