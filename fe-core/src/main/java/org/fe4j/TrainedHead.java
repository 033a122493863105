package org.fe4j;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.fe4j.backbone.LinearClassifier;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.feature.SkippedImage;
import org.fe4j.head.Head;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Labels;

/**
 * A head that was fitted on all images of a data set.
 *
 * @param head as a linear map
 * @param images that it was fitted on or stopped by
 * @param skipped images that could not be read
 * @param provenance of features and head, in the order to print
 */
record TrainedHead(
    LinearClassifier head,
    int images,
    ImmutableList<SkippedImage> skipped,
    ImmutableMap<String, String> provenance) {
  private static final int NAMED = 10;

  static TrainedHead fit(
      FeatureExtractor extractor, EvaluatedImages images, ProgressListener progress)
      throws IOException {
    DatasetFeatures features = extractor.extract(images.dataset(), progress);
    ImmutableIntArray kept = EvaluatedImages.kept(features);
    Labels labels = images.labels(features, DatasetFeatures::copies, progress).select(kept);
    FittingPart part = images.protocol().validation().withoutTest(labels);
    // A division that does not look at classes may keep all images of a small one to stop by.
    requireImages(images.dataset(), labels.select(part.train().rows()));
    Head head = images.protocol().head().fit(features, labels, List.of(part), progress).get(0);
    LinearClassifier linear =
        head.linear()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The head \"%s\" says that it is linear, but gave one that is not"
                            .formatted(images.protocol().head().description())));
    return new TrainedHead(
        linear,
        features.rows(),
        features.skipped(),
        provenance(extractor, images.dataset(), features, part, head));
  }

  /** A class that was never seen would be an answer that is never given, or a wrong one. */
  static void requireImages(ImageDataset dataset, Labels labels) {
    BitSet present = new BitSet();
    labels.values().forEach(present::set);
    List<String> missing = new ArrayList<>();
    for (int c = present.nextClearBit(0);
        c < labels.classCount();
        c = present.nextClearBit(c + 1)) {
      missing.add(labels.classNames().get(c));
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "[%s] %d of %d classes have no image to train on: %s%s. Add images or leave the classes out."
              .formatted(
                  dataset.name(),
                  missing.size(),
                  labels.classCount(),
                  String.join(", ", missing.subList(0, Math.min(NAMED, missing.size()))),
                  missing.size() > NAMED ? " and more" : ""));
    }
    if (labels.classCount() < 2) {
      throw new IllegalArgumentException(
          "[%s] A classifier needs 2 classes or more, found %d"
              .formatted(dataset.name(), labels.classCount()));
    }
  }

  private static ImmutableMap<String, String> provenance(
      FeatureExtractor extractor,
      ImageDataset dataset,
      DatasetFeatures features,
      FittingPart part,
      Head head) {
    ImmutableMap.Builder<String, String> facts = ImmutableMap.builder();
    facts.put(
        "data set",
        "%s: %s images, %s classes"
            .formatted(dataset.name(), dataset.size(), dataset.classNames().size()));
    facts.put(
        "images used",
        "%s to fit, %s to stop by"
            .formatted(part.train().rows().length(), part.validation().rows().length()));
    features.imagesSha256().ifPresent(sha256 -> facts.put("images sha256", sha256));
    facts.putAll(extractor.provenance());
    facts.put("recipe sha256", extractor.recipe().sha256());
    Optional.of(head.note())
        .filter(note -> !note.isEmpty())
        .ifPresent(note -> facts.put("head", note));
    head.trainingCurve()
        .ifPresent(
            curve ->
                facts.put(
                    "head",
                    "epoch %s of %s kept"
                        .formatted(curve.keptEpoch(), curve.trainLosses().length())));
    facts.put("fe4j", Version.NAME);
    facts.put("java", System.getProperty("java.runtime.version"));
    return facts.buildKeepingLast();
  }
}
