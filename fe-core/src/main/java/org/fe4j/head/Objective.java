package org.fe4j.head;

/** A smooth function of many variables that is to be minimised. */
interface Objective {

  /** Returns the value at a point, and leaves the gradient there. */
  double at(double[] point, double[] gradient);
}
