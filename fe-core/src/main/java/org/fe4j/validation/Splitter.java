package org.fe4j.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;

/**
 * Divides a data set into folds. An implementation is immutable, safe for use by multiple threads,
 * and returns the same folds every time for the same labels.
 */
public interface Splitter {

  /**
   * Returns the folds. No row is both fitted on and tested within a fold. Test parts are disjoint,
   * but for those of {@link PredefinedFolds}, {@link Repeated} and {@link FewShot}.
   *
   * @throws IllegalArgumentException if the labels cannot be divided so; the message names the
   *     classes that are too small and the ways out
   */
  ImmutableList<Fold> split(Labels labels);

  /**
   * Returns all rows as rows to fit on, none of them to test: what the head of a deployed
   * classifier is fitted on. As many of them are kept to stop by as within a fold, chosen in the
   * same way, so that what folds say of the procedure holds for this head. By default, and for
   * divisions that were given row by row, that is one stratified tenth in whole groups, chosen by
   * seed 42.
   */
  default FittingPart withoutTest(Labels labels) {
    return FoldAssembly.withoutTest(
        labels, ValidationRows.stratifiedInGroups(labels, FoldAssembly.DEFAULT_SEED));
  }

  /** Returns itself for reports: {@code "stratified 5-fold, shuffled with seed 42, …"}. */
  String description();

  /**
   * Returns the splitter for the rows that are left of a data set, such as those whose images could
   * be read: the whole data set is divided, and what is not left is dropped from the folds. So one
   * damaged image moves no other image to another fold, and lists of rows that somebody published
   * keep their meaning.
   *
   * <p>Its {@link #split} takes the labels of the rows that are left, numbered from 0 on, and
   * refuses a fold without a row to fit on or without a row to test.
   *
   * @param whole the labels of the whole data set
   * @param kept the rows that are left, ascending
   * @throws IllegalArgumentException if they do not ascend, or the data set has no such row
   */
  default Splitter retaining(Labels whole, ImmutableIntArray kept) {
    return RetainingSplitter.of(this, whole, kept);
  }
}
