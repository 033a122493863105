package org.fe4j.feature;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.Optional;
import org.fe4j.backbone.Backbone;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.ProgressListener;
import org.fe4j.store.Recipe;

/**
 * A backbone loaded into an engine, turning images into features. Owns native memory: whoever opens
 * it closes it, which is idempotent; afterwards it extracts nothing and checks no store, but throws
 * {@link IllegalStateException}. Not safe for concurrent use; confine an instance to one thread. It
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
   * Returns the features of all images that can be read, in the data set's order: from the store
   * where they are there, through the backbone and into the store where they are not. They are read
   * from memory-mapped files and stay valid after this extractor is closed. A run that fails or is
   * killed keeps what it has stored, and the next one goes on from there.
   *
   * @throws IOException if an image cannot be read and the policy is to fail, if more images cannot
   *     be read than are allowed, if the store cannot be written or is damaged, if the engine
   *     cannot load the backbone, or if an answer is not finite or too large for the store's values
   * @throws java.io.InterruptedIOException if the thread is interrupted, which stays marked so
   */
  DatasetFeatures extract(ImageDataset dataset, ProgressListener progress) throws IOException;

  /** Returns what decides the features besides the images: the key of what is stored. */
  Recipe recipe();

  /**
   * Returns what the store would spare an extraction, and, where it holds nothing, why: reads and
   * hashes all images, and makes no forward pass.
   *
   * @throws IllegalStateException if this extractor keeps no features
   * @throws IOException if the store cannot be read, or is damaged
   */
  StoreCheck checkStore(ImageDataset dataset, ProgressListener progress) throws IOException;

  /**
   * Returns what an image costs on this machine: as it was measured when the store's features were
   * extracted, or, where nothing was, over some batches of these images, which are not stored. That
   * takes three batches at least and goes on for a few seconds.
   *
   * @return nothing if fewer than two images can be read
   * @throws IOException if the engine cannot load the backbone, or the store cannot be read
   */
  Optional<ExtractionCost> cost(ImageDataset dataset, ProgressListener progress) throws IOException;

  /** Returns what decides the features, for reports: backbone, weights, precision, engine. */
  ImmutableMap<String, String> provenance();

  /** Frees the native memory. */
  @Override
  void close();
}
