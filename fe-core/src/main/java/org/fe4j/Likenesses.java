package org.fe4j;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.metrics.comparison.ComparisonBuilder;
import org.fe4j.metrics.comparison.NamedMatrix;
import org.fe4j.metrics.statistics.FeatureRows;
import org.fe4j.metrics.statistics.LinearCka;
import org.fe4j.validation.Shuffler;

/**
 * How alike the features of backbones are, data set by data set: linear CKA over at most 1,000
 * images, chosen at random by a fixed seed, that all backbones have features of. Features stay in
 * their memory-mapped files until then. Not safe for concurrent use; confine an instance to one
 * thread.
 */
final class Likenesses {
  private static final int MOST_IMAGES = 1000;
  private static final long SEED = 42;

  private final Map<String, Map<String, DatasetFeatures>> features = new LinkedHashMap<>();

  void add(String dataset, String backbone, DatasetFeatures ofBackbone) {
    features.computeIfAbsent(dataset, name -> new LinkedHashMap<>()).put(backbone, ofBackbone);
  }

  void addTo(ComparisonBuilder comparison) {
    features.forEach(
        (dataset, byBackbone) -> {
          List<DatasetFeatures> all = ImmutableList.copyOf(byBackbone.values());
          ImmutableIntArray images = common(all);
          if (all.size() >= 2 && images.length() >= 2) {
            ImmutableList<ImmutableDoubleArray> values =
                LinearCka.matrix(all.stream().map(one -> rows(one, images)).toList());
            comparison.featureSimilarity(
                dataset,
                NamedMatrix.of(
                    ImmutableList.copyOf(byBackbone.keySet()),
                    (row, column) -> values.get(row).get(column)));
          }
        });
  }

  /** Returns some images, as indices into the data set, that all have features of, ascending. */
  private static ImmutableIntArray common(List<DatasetFeatures> all) {
    int[] images =
        IntStream.range(0, all.get(0).rows())
            .map(all.get(0)::index)
            .filter(image -> all.stream().allMatch(one -> row(one, image) >= 0))
            .toArray();
    if (images.length > MOST_IMAGES) {
      Shuffler.seeded(SEED).shuffle(images);
      images = Arrays.copyOf(images, MOST_IMAGES);
      Arrays.sort(images);
    }
    return ImmutableIntArray.copyOf(images);
  }

  private static FeatureRows rows(DatasetFeatures features, ImmutableIntArray images) {
    int[] rows = images.stream().map(image -> row(features, image)).toArray();
    return FeatureRows.ofFloats(
        rows.length,
        features.dimension(),
        (row, target, offset) -> features.copyRow(rows[row], target, offset));
  }

  /** Returns the row of an image, negative where it has none: rows ascend with images. */
  private static int row(DatasetFeatures features, int image) {
    int low = 0;
    int high = features.rows() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = features.index(middle);
      if (found == image) {
        return middle;
      }
      if (found < image) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }
}
