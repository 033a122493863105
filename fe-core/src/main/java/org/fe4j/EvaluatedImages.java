package org.fe4j;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.ProgressListener;
import org.fe4j.summary.Duplicates;
import org.fe4j.validation.Labels;

/**
 * A data set as an evaluation sees it: which images belong together, and how large they are. What
 * takes long is done once, whatever the number of backbones. Not safe for concurrent use; confine
 * an instance to one thread.
 */
final class EvaluatedImages {
  /** Enough for a median within a few percent. */
  private static final int MEASURED_IMAGES = 64;

  private final ImageDataset dataset;
  private final Labels labels;
  private final Protocol protocol;
  private Optional<ImmutableIntArray> near = Optional.empty();
  private Optional<OptionalDouble> shorterSide = Optional.empty();

  EvaluatedImages(ImageDataset dataset, Protocol protocol) {
    this.dataset = dataset;
    this.labels = Labels.of(dataset);
    this.protocol = protocol.on(dataset);
  }

  ImageDataset dataset() {
    return dataset;
  }

  /** Returns how backbones are judged on these images. */
  Protocol protocol() {
    return protocol;
  }

  /** Returns the labels of all images, with the data set's own groups. */
  Labels labels() {
    return labels;
  }

  /** Returns the ids of the rows of features. */
  ImmutableList<String> ids(DatasetFeatures features) {
    ImmutableList.Builder<String> ids = ImmutableList.builder();
    for (int row = 0; row < features.rows(); row++) {
      ids.add(dataset.id(features.index(row)));
    }
    return ids.build();
  }

  /** Returns which images the rows of features are, as indices into the data set, ascending. */
  static ImmutableIntArray kept(DatasetFeatures features) {
    ImmutableIntArray.Builder kept = ImmutableIntArray.builder(features.rows());
    for (int row = 0; row < features.rows(); row++) {
      kept.add(features.index(row));
    }
    return kept.build();
  }

  /**
   * Returns the labels of all images, with the groups of the data set, joined where a copy is in
   * another one.
   *
   * @param copies finds for each row the first row that is a copy of it
   */
  Labels labels(
      DatasetFeatures features,
      Function<DatasetFeatures, ImmutableIntArray> copies,
      ProgressListener progress)
      throws IOException {
    return switch (protocol.copies()) {
      case DIVIDED -> labels;
      case EXACT_TOGETHER -> labels.joined(exact(features, copies.apply(features)));
      case NEAR_TOGETHER ->
          labels.joined(exact(features, copies.apply(features))).joined(near(progress));
    };
  }

  private ImmutableIntArray exact(DatasetFeatures features, ImmutableIntArray copies) {
    int[] groups = IntStream.range(0, dataset.size()).toArray();
    for (int row = 0; row < features.rows(); row++) {
      groups[features.index(row)] = features.index(copies.get(row));
    }
    return ImmutableIntArray.copyOf(groups);
  }

  private ImmutableIntArray near(ProgressListener progress) throws IOException {
    if (near.isEmpty()) {
      near = Optional.of(Duplicates.of(dataset, progress).groups());
    }
    return near.get();
  }

  /**
   * Returns the median of the shorter sides, in pixels, of up to 64 images all over the data set;
   * nothing where none of them can be read.
   */
  OptionalDouble medianShorterSide() {
    if (shorterSide.isEmpty()) {
      int measured = Math.min(MEASURED_IMAGES, dataset.size());
      int[] sides = new int[measured];
      int found = 0;
      for (int i = 0; i < measured; i++) {
        Optional<RgbImage> image = image((int) ((long) i * dataset.size() / measured));
        if (image.isPresent()) {
          sides[found++] = Math.min(image.get().width(), image.get().height());
        }
      }
      shorterSide = Optional.of(median(Arrays.copyOf(sides, found)));
    }
    return shorterSide.get();
  }

  private Optional<RgbImage> image(int index) {
    try {
      return Optional.of(ImageDecoder.standard().decode(dataset.bytes(index), dataset.id(index)));
    } catch (IOException e) {
      return Optional.empty(); // The extraction names it.
    }
  }

  private static OptionalDouble median(int[] values) {
    if (values.length == 0) {
      return OptionalDouble.empty();
    }
    Arrays.sort(values);
    return OptionalDouble.of((values[(values.length - 1) / 2] + values[values.length / 2]) / 2.0);
  }
}
