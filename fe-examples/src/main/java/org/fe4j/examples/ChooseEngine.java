package org.fe4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.Evaluation;
import org.fe4j.backbone.Backbones;
import org.fe4j.backbone.Precision;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.engine.Engines;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.FeatureComparison;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.progress.ProgressListener;

/** Another engine and another precision, and how far features are from those of the default. */
public final class ChooseEngine {
  private ChooseEngine() {}

  /** Takes a backbone's name, a folder and DJL's name of an engine. */
  public static void main(String[] arguments) throws IOException {
    String model = arguments[0];
    Path folder = Path.of(arguments[1]);
    String engine = arguments[2];
    // begin: evaluate
    MetricsReport report =
        Evaluation.of(model)
            .on(ImageFolder.of(folder))
            .engine(engine) // "PyTorch", which is the default, or "TensorFlow"
            .precision(Precision.BF16) // FP32 is the default
            .run();
    System.out.println(report);
    // end: evaluate
    ImageDataset images = ImageFolder.of(folder);
    // begin: compare
    FeatureComparison comparison =
        FeatureComparison.of(
            features(model, images, Engines.PYTORCH, Precision.FP32),
            features(model, images, engine, Precision.BF16));
    System.out.printf("smallest cosine of an image: %.6f%n", comparison.smallestCosine());
    // end: compare
  }

  // begin: features
  static DatasetFeatures features(
      String model, ImageDataset images, String engine, Precision precision) throws IOException {
    try (FeatureExtractor extractor =
        FeatureExtractor.builder(Backbones.named(model))
            .engine(engine)
            .precision(precision)
            .open(ProgressListener.NONE)) {
      return extractor.extract(images, ProgressListener.NONE);
    }
  }
  // end: features
}
