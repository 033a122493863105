package org.fe4j.metrics;

import com.google.common.primitives.ImmutableDoubleArray;
import com.google.errorprone.annotations.Immutable;

/**
 * How the loss of a head went while it was trained, epoch by epoch.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param keptEpoch the epoch whose weights were kept, from 1
 * @param trainLosses the mean loss over the train rows in each epoch, each row before its step; in
 *     nats
 * @param validationLosses the mean loss over the validation rows after each epoch, in nats; empty
 *     where there are no such rows
 */
@Immutable
public record TrainingCurve(
    int keptEpoch, ImmutableDoubleArray trainLosses, ImmutableDoubleArray validationLosses) {

  /**
   * Refuses what is no curve.
   *
   * @throws IllegalArgumentException if there is no epoch, if there are not as many validation
   *     losses as epochs or none, or if the kept epoch is not one of them
   */
  public TrainingCurve {
    if (keptEpoch < 1 || keptEpoch > trainLosses.length()) {
      throw new IllegalArgumentException(
          "The kept epoch is %d, but there were %d".formatted(keptEpoch, trainLosses.length()));
    }
    if (!validationLosses.isEmpty() && validationLosses.length() != trainLosses.length()) {
      throw new IllegalArgumentException(
          "%d validation losses for %d epochs"
              .formatted(validationLosses.length(), trainLosses.length()));
    }
  }

  /** Returns the number of epochs that were trained. */
  public int epochs() {
    return trainLosses.length();
  }
}
