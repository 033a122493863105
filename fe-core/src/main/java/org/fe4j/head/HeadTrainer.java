package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Labels;

/**
 * Fits heads on features. An implementation must use the given rows only, must return the same
 * heads every time for the same input, and must not keep anything native after it returns. Safe for
 * use by multiple threads.
 */
public interface HeadTrainer {

  /**
   * Returns one head for each part, in their order.
   *
   * @throws IllegalArgumentException if a part is empty or does not fit features and labels
   */
  ImmutableList<Head> fit(
      FeatureMatrix features, Labels labels, List<FittingPart> parts, ProgressListener progress);

  /**
   * Returns whether every head is one linear map, so that {@link Head#linear} answers: only then
   * can a classifier be saved. By default not.
   */
  default boolean fitsLinearHeads() {
    return false;
  }

  /** Returns itself for reports: method, learning rate, epochs, stopping. */
  String description();
}
