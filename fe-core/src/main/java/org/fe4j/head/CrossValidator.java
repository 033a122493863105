package org.fe4j.head;

import java.util.List;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.Labels;
import org.fe4j.validation.Splitter;

/**
 * Says how good features are: divides their rows into folds, fits a head on each fold without its
 * test rows, and has it predict them.
 *
 * <p>An implementation must predict a row only by a head that was fitted and stopped without it,
 * must return the same every time for the same input, and must not keep anything native after it
 * returns. It is immutable and safe for use by multiple threads.
 */
public interface CrossValidator {

  /** Returns the cross-validator that fits heads by this trainer on folds of this splitter. */
  static CrossValidator of(Splitter splitter, HeadTrainer trainer) {
    return new SplitterCrossValidator(splitter, trainer);
  }

  /**
   * Refuses labels that cannot be divided. It is cheap; call it before features are extracted,
   * which is not.
   *
   * @throws IllegalArgumentException if {@link #validate} would refuse them; the message says which
   *     classes are too small and what to do
   */
  void check(Labels labels);

  /**
   * Returns what each test row was predicted to be, fold after fold and row after row, and how the
   * heads were fitted; every row once where the folds cover all and share none.
   *
   * @param ids the name of each row, no two alike
   * @throws IllegalArgumentException if features, labels and ids are not of the same number of
   *     rows, or the labels cannot be divided
   */
  OutOfFold validate(
      FeatureMatrix features, Labels labels, List<String> ids, ProgressListener progress);

  /** Returns itself for reports: how rows are divided and how heads are trained. */
  String description();
}
