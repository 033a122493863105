package org.fe4j.feature;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import org.fe4j.backbone.Backbone;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.ProgressListener;

/**
 * A backbone loaded into an engine, turning images into features. Owns native memory: whoever opens
 * it closes it, which is idempotent; afterwards everything else throws {@link
 * IllegalStateException}. Not safe for concurrent use; confine an instance to one thread. It
 * decodes on threads of its own.
 */
public interface FeatureExtractor extends AutoCloseable {

  /** Starts the settings of an extractor; all but the backbone have defaults. */
  static FeatureExtractorBuilder builder(Backbone backbone) {
    return new FeatureExtractorBuilder(backbone);
  }

  /** Returns the length of a feature. */
  int dimension();

  /**
   * Returns the feature of a decoded picture of any size. Costs a whole batch, since every batch
   * has one shape: choose a batch size of 1 for an extractor that serves single pictures.
   *
   * @throws IOException if the backbone's answer is not finite
   */
  float[] extract(RgbImage image) throws IOException;

  /**
   * Returns the features of all images that can be read, in the data set's order.
   *
   * @throws IOException if an image cannot be read and the policy is to fail, or if an answer is
   *     not finite
   */
  DatasetFeatures extract(ImageDataset dataset, ProgressListener progress) throws IOException;

  /** Returns what decides the features, for reports: backbone, weights, precision, engine. */
  ImmutableMap<String, String> provenance();

  /** Frees the native memory. */
  @Override
  void close();
}
