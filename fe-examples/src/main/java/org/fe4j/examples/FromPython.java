package org.fe4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.feature.FeatureComparison;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.feature.NpyFile;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.progress.ProgressListener;
import org.fe4j.zoo.ArchitectureBackbone;
import org.fe4j.zoo.architecture.Architectures;

/** Whether features are those that somebody computed in Python with the same weights. */
public final class FromPython {
  private FromPython() {}

  /**
   * Takes an architecture's name, a weight file, a folder of class folders, and what {@code
   * numpy.save} wrote of the features of its images, in the order of their paths.
   */
  public static void main(String[] arguments) throws IOException {
    String architecture = arguments[0];
    Path weights = Path.of(arguments[1]);
    ImageFolder images = ImageFolder.of(Path.of(arguments[2]));
    Path python = Path.of(arguments[3]);
    // begin: own preprocessing
    Preprocessing preprocessing =
        Preprocessing.of(
            /* resizePixels= */ 235, // int(224 / crop_pct), with a crop_pct of 0.95
            /* cropPixels= */ 224,
            Interpolation.BICUBIC,
            Preprocessing.IMAGENET_MEAN,
            Preprocessing.IMAGENET_DEVIATION);
    Backbone backbone =
        ArchitectureBackbone.of(
            Architectures.named(architecture), // such as "resnet50"
            weights, // .pth, .pt or .safetensors
            preprocessing,
            BackboneKind.CONVOLUTIONAL,
            /* classCount= */ 1000);
    // end: own preprocessing
    // begin: compare
    try (FeatureExtractor extractor =
        FeatureExtractor.builder(backbone).open(ProgressListener.NONE)) {
      FeatureComparison comparison =
          FeatureComparison.of(
              NpyFile.read(python), extractor.extract(images, ProgressListener.NONE));
      System.out.printf(
          "%d images, smallest cosine %.7f, largest difference %.1e of the largest value%n",
          comparison.rows(), comparison.smallestCosine(), comparison.relativeDifference());
    }
    // end: compare
  }
}
