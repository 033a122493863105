package org.fe4j.examples;

import org.fe4j.Evaluation;
import org.fe4j.dataset.MemoryImages;
import org.fe4j.examples.quickstart.RockTexture;
import org.fe4j.examples.quickstart.TextureImages;
import org.fe4j.image.RgbImage;
import org.fe4j.metrics.MetricsReport;

/** How good a backbone is on images that a program draws, and never writes to a file. */
public final class EvaluateMemoryImages {
  private EvaluateMemoryImages() {}

  /** Takes a backbone's name and how many images of each class are drawn. */
  public static void main(String[] arguments) {
    String model = arguments[0];
    int perClass = Integer.parseInt(arguments[1]);
    // begin: memory
    MemoryImages.Builder images = MemoryImages.builder("drawn");
    for (RockTexture texture : RockTexture.values()) {
      for (int i = 0; i < perClass; i++) {
        RgbImage image = TextureImages.image(texture, i); // or the bytes of an image file
        images.add(texture.className() + " " + i, texture.className(), image);
      }
    }
    MetricsReport report = Evaluation.of(model).on(images.build()).folds(5).run();
    System.out.println(report);
    // end: memory
  }
}
