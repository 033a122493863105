package org.fe4j.head;

/**
 * What is done to features before a head sees them. Whatever it takes from data it takes from the
 * rows of the train part alone.
 */
public enum Scaling {
  /** Features as the backbone gives them. */
  NONE("features as they are"),

  /**
   * Each feature less its mean, divided by its standard deviation, both over the rows of the train
   * part; the deviation is that of a population (divided by n, not n − 1). A feature that is the
   * same in all those rows is only shifted.
   */
  STANDARDIZE("features standardised on the train part"),

  /**
   * Each row divided by its Euclidean norm, or by 1e-12 where the norm is smaller, so that a row of
   * zeros stays one.
   */
  L2("features divided by their L2 norm");

  private final String description;

  Scaling(String description) {
    this.description = description;
  }

  /** Returns itself for reports. */
  public String description() {
    return description;
  }
}
