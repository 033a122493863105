package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.TrainingCurve;

/**
 * What the heads of all folds said about the rows that they were not fitted on, and how they were
 * fitted.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param predictions of each test row, fold after fold
 * @param curves of each fold how its head was trained; nothing where that was not by epochs
 * @param notes of each fold what {@link Head#note()} says; may be empty
 */
public record OutOfFold(
    Predictions predictions,
    ImmutableList<Optional<TrainingCurve>> curves,
    ImmutableList<String> notes) {

  /**
   * Refuses lists that differ in their number of folds.
   *
   * @throws IllegalArgumentException if there are not as many curves as notes
   */
  public OutOfFold {
    if (curves.size() != notes.size()) {
      throw new IllegalArgumentException(
          "%d training curves but %d notes; each fold has one of each"
              .formatted(curves.size(), notes.size()));
    }
  }
}
