package org.fe4j.head;

import java.util.Optional;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.metrics.TrainingCurve;

/** A trained classifier on features. An implementation is immutable and safe for concurrent use. */
public interface Head {

  /** Returns the number of classes. */
  int classCount();

  /**
   * Returns the class probabilities of a row; they sum to 1.
   *
   * @throws IllegalArgumentException if the features have another dimension than those fitted on
   */
  float[] probabilities(FeatureMatrix features, int row);

  /** Returns how the loss went in training; nothing where the head is not trained by epochs. */
  default Optional<TrainingCurve> trainingCurve() {
    return Optional.empty();
  }
}
