package org.fe4j;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.Optional;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.ExtractionCost;
import org.fe4j.progress.ProgressListener;

/** Where the features of a cell come from. Confine an instance to one thread. */
interface FeatureSource extends AutoCloseable {

  /**
   * Returns the features of all images that have some, in the data set's order.
   *
   * @throws IOException if there are none for too many of them
   */
  DatasetFeatures features(ImageDataset dataset, ProgressListener progress) throws IOException;

  /** Returns for each row the first row that is a copy of it, which is its own where none is. */
  ImmutableIntArray copies(DatasetFeatures features);

  /** Returns what no other features have, besides the images: by it kept results are found. */
  String identity();

  /** Returns what decides the features, for reports. */
  ImmutableMap<String, String> provenance(DatasetFeatures features);

  /** Returns where features and images are found again. */
  ImmutableMap<String, String> reproduction(ImageDataset dataset);

  /** Returns the protocol as it was followed, of a description that supposes images. */
  ImmutableMap<String, String> followed(ImmutableMap<String, String> protocol);

  /**
   * Returns what an image costs; nothing where nothing is extracted.
   *
   * @throws IOException if it cannot be measured
   */
  Optional<ExtractionCost> cost(ImageDataset dataset, ProgressListener progress) throws IOException;

  @Override
  void close();
}
