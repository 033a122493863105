package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Optional;
import org.fe4j.backbone.LinearClassifier;
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

  /**
   * Returns the class probabilities of some rows, in their order. An implementation overrides it
   * where many rows together are less work; the probabilities must be the same.
   *
   * @throws IllegalArgumentException if the features have another dimension than those fitted on
   */
  default ImmutableList<float[]> probabilities(FeatureMatrix features, ImmutableIntArray rows) {
    ImmutableList.Builder<float[]> result = ImmutableList.builder();
    rows.forEach(row -> result.add(probabilities(features, row)));
    return result.build();
  }

  /** Returns how the loss went in training; nothing where the head is not trained by epochs. */
  default Optional<TrainingCurve> trainingCurve() {
    return Optional.empty();
  }

  /**
   * Returns this head as one linear map with softmax, whose probabilities are the same but for the
   * rounding of float64; nothing where it is no such map, as by default. What is nothing here
   * cannot be compiled with a backbone.
   */
  default Optional<LinearClassifier> linear() {
    return Optional.empty();
  }

  /**
   * Returns what fitting chose by itself, and what went wrong on the way, for reports: {@code "C =
   * 0.1, 57 iterations"}. Empty where there is nothing to say.
   */
  default String note() {
    return "";
  }
}
