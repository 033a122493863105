package org.fe4j.export;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.SkippedImage;

/**
 * Features of the same images in the order of another table.
 *
 * @param table to bring into order
 * @param images of it
 * @param wanted the images in the order that is wanted
 * @param other what the other table is called, for messages
 */
record TableAlignment(FeatureTable table, ImageDataset images, ImageDataset wanted, String other) {

  /**
   * Returns the features in the order that is wanted.
   *
   * @throws IllegalArgumentException if images, classes or groups are not the same
   */
  DatasetFeatures features() {
    int[] places = places();
    DatasetFeatures features = table.features();
    int[] rowOf = new int[wanted.size()];
    Arrays.fill(rowOf, -1);
    for (int row = 0; row < features.rows(); row++) {
      rowOf[places[features.index(row)]] = row;
    }
    Map<Integer, String> reasons = new HashMap<>();
    for (SkippedImage image : features.skipped()) {
      reasons.put(places[image.index()], image.reason());
    }
    ImmutableIntArray.Builder rows = ImmutableIntArray.builder(features.rows());
    ImmutableIntArray.Builder indices = ImmutableIntArray.builder(features.rows());
    ImmutableList.Builder<SkippedImage> skipped = ImmutableList.builder();
    for (int index = 0; index < rowOf.length; index++) {
      if (rowOf[index] >= 0) {
        rows.add(rowOf[index]);
        indices.add(index);
      } else {
        skipped.add(
            new SkippedImage(index, wanted.id(index), reasons.getOrDefault(index, "no features")));
      }
    }
    return DatasetFeatures.of(
            new PermutedRows(features, rows.build()), indices.build(), skipped.build(), 0)
        .withProvenance(features.provenance());
  }

  /** Returns where each image is wanted. */
  private int[] places() {
    Map<String, Integer> byId = new HashMap<>();
    for (int index = 0; index < wanted.size(); index++) {
      byId.put(wanted.id(index), index);
    }
    int[] places = new int[images.size()];
    int extra = 0;
    Optional<String> firstExtra = Optional.empty();
    for (int index = 0; index < places.length; index++) {
      Integer place = byId.remove(images.id(index));
      if (place == null) {
        extra++;
        firstExtra = firstExtra.isPresent() ? firstExtra : Optional.of(images.id(index));
        continue;
      }
      requireSame(index, place);
      places[index] = place;
    }
    if (extra > 0 || !byId.isEmpty()) {
      throw new IllegalArgumentException(
          "[%s] has other images than [%s]: %s. Tables are compared over the same images: extract those that are missing, or leave them out of both."
              .formatted(
                  table.backbone(),
                  other,
                  differences(extra, firstExtra, byId.size(), firstMissing(byId))));
    }
    return places;
  }

  private Optional<String> firstMissing(Map<String, Integer> missing) {
    return missing.values().stream().min(Integer::compare).map(wanted::id);
  }

  private static String differences(
      int extra, Optional<String> firstExtra, int missing, Optional<String> firstMissing) {
    String more =
        firstExtra.map(id -> "%d are here alone, such as %s".formatted(extra, id)).orElse("");
    String fewer =
        firstMissing.map(id -> "%d are there alone, such as %s".formatted(missing, id)).orElse("");
    return more + (more.isEmpty() || fewer.isEmpty() ? "" : ", and ") + fewer;
  }

  private void requireSame(int index, int place) {
    requireSame("label", label(images, index), label(wanted, place), index);
    requireSame(
        "group",
        GroupedImages.groupOrEmpty(images, index),
        GroupedImages.groupOrEmpty(wanted, place),
        index);
  }

  private void requireSame(String what, String here, String there, int index) {
    if (!here.equals(there)) {
      throw new IllegalArgumentException(
          "[%s] %s has the %s \"%s\", but \"%s\" in [%s]. Tables are compared over the same images: correct one of them."
              .formatted(table.backbone(), images.id(index), what, here, there, other));
    }
  }

  private static String label(ImageDataset images, int index) {
    return images.classNames().get(images.label(index));
  }
}
