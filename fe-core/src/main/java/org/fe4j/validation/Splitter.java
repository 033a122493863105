package org.fe4j.validation;

import com.google.common.collect.ImmutableList;

/**
 * Divides a data set into folds. An implementation is immutable, safe for use by multiple threads,
 * and returns the same folds every time for the same labels.
 */
public interface Splitter {

  /**
   * Returns the folds. No row is both fitted on and tested within a fold; test parts are disjoint,
   * but for those of {@link PredefinedFolds}.
   *
   * @throws IllegalArgumentException if the labels cannot be divided so; the message names the
   *     classes that are too small and the ways out
   */
  ImmutableList<Fold> split(Labels labels);

  /** Returns itself for reports: {@code "stratified 5-fold, shuffled with seed 42, …"}. */
  String description();
}
