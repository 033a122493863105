package org.fe4j.feature;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The features of a data set: a row for each image that could be read, in the data set's order, and
 * the names of the others. Rows and skipped images together are all images.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class DatasetFeatures implements FeatureMatrix {
  private final FeatureMatrix features;
  private final ImmutableIntArray indices;
  private final ImmutableList<SkippedImage> skipped;
  private final int extracted;
  private final ImmutableMap<String, String> provenance;

  private DatasetFeatures(
      FeatureMatrix features,
      ImmutableIntArray indices,
      ImmutableList<SkippedImage> skipped,
      int extracted,
      ImmutableMap<String, String> provenance) {
    this.features = features;
    this.indices = indices;
    this.skipped = skipped;
    this.extracted = extracted;
    this.provenance = provenance;
  }

  /**
   * Returns features with what their rows mean.
   *
   * @param features one row for each index
   * @param indices the image of each row, as an index into the data set
   * @param skipped the images without a row
   * @param extracted how many images went through the backbone for this
   * @throws IllegalArgumentException if there are not as many rows as indices
   */
  public static DatasetFeatures of(
      FeatureMatrix features,
      ImmutableIntArray indices,
      ImmutableList<SkippedImage> skipped,
      int extracted) {
    if (features.rows() != indices.length()) {
      throw new IllegalArgumentException(
          "%d rows of features cannot belong to %d images"
              .formatted(features.rows(), indices.length()));
    }
    return new DatasetFeatures(features, indices, skipped, extracted, ImmutableMap.of());
  }

  /**
   * Returns the same with what made it, replacing what it said of that.
   *
   * @param facts by name, such as {@code backbone} and {@code weights sha256}
   */
  public DatasetFeatures withProvenance(Map<String, String> facts) {
    return new DatasetFeatures(features, indices, skipped, extracted, ImmutableMap.copyOf(facts));
  }

  /**
   * Returns what made the features: backbone, weights, tap, precision, engine and the like. Empty
   * where nobody said.
   */
  public ImmutableMap<String, String> provenance() {
    return provenance;
  }

  /** Returns the image of a row, as an index into the data set. */
  public int index(int row) {
    return indices.get(row);
  }

  /** Returns the images that could not be read. */
  public ImmutableList<SkippedImage> skipped() {
    return skipped;
  }

  /**
   * Returns how many images went through the backbone; the others were stored, or are equal to one
   * that did.
   */
  public int extracted() {
    return extracted;
  }

  /**
   * Returns for each row the first row whose image has the same bytes, which is its own where there
   * is no copy before it. Without an extraction nothing is known of that, and each row is its own.
   */
  public ImmutableIntArray copies() {
    return features instanceof StoredFeatures stored
        ? stored.copies()
        : ImmutableIntArray.copyOf(IntStream.range(0, rows()));
  }

  /**
   * Returns the SHA-256 of all images' hashes, row after row, in hex; nothing without an
   * extraction.
   */
  public Optional<String> imagesSha256() {
    return features instanceof StoredFeatures stored
        ? Optional.of(stored.imagesSha256())
        : Optional.empty();
  }

  @Override
  public int rows() {
    return features.rows();
  }

  @Override
  public int dimension() {
    return features.dimension();
  }

  @Override
  public void copyRow(int row, float[] target, int offset) {
    features.copyRow(row, target, offset);
  }
}
