package org.fe4j.examples.quickstart;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.DenseFeatures;
import org.fe4j.head.CrossValidator;
import org.fe4j.head.HeadTrainer;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.Preprocessor;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.Labels;
import org.fe4j.validation.Splitter;

/**
 * Pictures of {@value #SIDE_PIXELS} pixels a side as features: what can be had without any
 * backbone.
 */
final class RawPixels {
  static final int SIDE_PIXELS = 32;

  private final DenseFeatures features;
  private final Labels labels;
  private final ImmutableList<String> ids;

  private RawPixels(DenseFeatures features, Labels labels, ImmutableList<String> ids) {
    this.features = features;
    this.labels = labels;
    this.ids = ids;
  }

  /** Returns the pixels of all images, in [0, 1]. */
  static RawPixels of(ImageDataset images) throws IOException {
    Preprocessor preprocessor =
        Preprocessor.of(
            Preprocessing.of(
                SIDE_PIXELS,
                SIDE_PIXELS,
                Interpolation.BILINEAR,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0)));
    int dimension = preprocessor.cropBytes();
    float[] values = new float[images.size() * dimension];
    List<String> ids = new ArrayList<>();
    ImmutableIntArray.Builder labels = ImmutableIntArray.builder();
    for (int i = 0; i < images.size(); i++) {
      byte[] crop =
          preprocessor.apply(ImageDecoder.standard().decode(images.bytes(i), images.id(i)));
      for (int j = 0; j < dimension; j++) {
        values[i * dimension + j] = (crop[j] & 0xFF) / 255f;
      }
      ids.add(images.id(i));
      labels.add(images.label(i));
    }
    return new RawPixels(
        DenseFeatures.of(images.size(), dimension, values),
        new Labels(labels.build(), images.classNames()),
        ImmutableList.copyOf(ids));
  }

  /** Returns how good a head on the pixels is. */
  MetricsReport evaluate(Splitter splitter, HeadTrainer head) {
    return MetricsReport.of(
        CrossValidator.of(splitter, head)
            .validate(features, labels, ids, ProgressListener.NONE)
            .predictions(),
        com.google.common.collect.ImmutableMap.of("features", "raw pixels"));
  }
}
