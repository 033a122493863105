package org.fe4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.backbone.Backbones;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.export.ExportFormat;
import org.fe4j.export.FeatureTable;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.progress.ProgressListener;

/** Features of images, without a head: for search, clustering, or a classifier of one's own. */
public final class ExtractFeatures {
  private ExtractFeatures() {}

  /**
   * Takes a backbone's name, a folder of class folders and a file to write; prints which two images
   * are nearest.
   */
  public static void main(String[] arguments) throws IOException {
    String model = arguments[0];
    ImageFolder images = ImageFolder.of(Path.of(arguments[1]));
    // begin: extract features
    DatasetFeatures features;
    try (FeatureExtractor extractor =
        FeatureExtractor.builder(Backbones.named(model)).open(ProgressListener.NONE)) {
      features = extractor.extract(images, ProgressListener.NONE);
    }
    System.out.printf("%d images, %d values each%n", features.rows(), features.dimension());
    // end: extract features
    // begin: export features
    Path file = Path.of(arguments[2]);
    ExportFormat.of(file).write(FeatureTable.of(features, images), file);
    // end: export features
    int nearest = nearestToFirst(features);
    System.out.printf(
        "%s looks most like %s%n",
        images.id(features.index(0)), images.id(features.index(nearest)));
  }

  private static int nearestToFirst(DatasetFeatures features) {
    float[] first = features.row(0);
    int nearest = 0;
    double largest = Double.NEGATIVE_INFINITY;
    for (int row = 1; row < features.rows(); row++) {
      double cosine = cosine(first, features.row(row));
      if (cosine > largest) {
        largest = cosine;
        nearest = row;
      }
    }
    return nearest;
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double normA = 0;
    double normB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      normA += (double) a[i] * a[i];
      normB += (double) b[i] * b[i];
    }
    return product / Math.sqrt(normA * normB + 1e-12);
  }
}
