package org.fe4j.examples;

import java.nio.file.Path;
import org.fe4j.Evaluation;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.comparison.Trend;

/** How the number of classes and the size of images change the figures. */
public final class ClassCountAndSize {
  private ClassCountAndSize() {}

  /** Takes a backbone's name, a folder, a number of classes and a number of pixels. */
  public static void main(String[] arguments) {
    String model = arguments[0];
    Path folder = Path.of(arguments[1]);
    int fewer = Integer.parseInt(arguments[2]);
    int pixels = Integer.parseInt(arguments[3]);
    // begin: views
    ImageDataset all = ImageFolder.of(folder);
    Comparison comparison =
        Evaluation.of(model).on(all, all.subsampleClasses(fewer), all.downscale(pixels)).run();
    for (String dataset : comparison.datasetNames()) {
      for (String backbone : comparison.modelNames()) {
        System.out.println(dataset + ": " + comparison.score(backbone, dataset, Metric.ACCURACY));
      }
    }
    System.out.println(Trend.overUpscaling(comparison, Metric.ACCURACY).sentence());
    // end: views
  }
}
