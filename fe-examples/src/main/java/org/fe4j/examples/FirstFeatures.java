package org.fe4j.examples;

// begin: program
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.fe4j.backbone.Backbones;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.ProgressListener;

/** Prints how like each other pictures are, by their features. */
public final class FirstFeatures {
  private FirstFeatures() {}

  /** Takes a backbone's name, a picture, and others that are compared with it. */
  public static void main(String[] arguments) throws IOException {
    try (FeatureExtractor extractor =
        FeatureExtractor.builder(Backbones.named(arguments[0]))
            .batchSize(1) // one picture at a time
            .open(ProgressListener.NONE)) {
      float[] first = extractor.extract(read(arguments[1]));
      System.out.printf(
          "%d values, from %s on%n", first.length, Arrays.toString(Arrays.copyOf(first, 3)));
      for (int i = 2; i < arguments.length; i++) {
        float[] other = extractor.extract(read(arguments[i]));
        System.out.printf("%.4f %s%n", cosine(first, other), arguments[i]);
      }
    }
  }

  private static RgbImage read(String file) throws IOException {
    return ImageDecoder.standard().decode(Files.readAllBytes(Path.of(file)), file);
  }

  /** Returns the cosine of the angle between two features: 1 where they point the same way. */
  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      squaresOfA += (double) a[i] * a[i];
      squaresOfB += (double) b[i] * b[i];
    }
    return product / Math.sqrt(squaresOfA * squaresOfB);
  }
}
// end: program
