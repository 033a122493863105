package org.fe4j.examples;

import java.nio.file.Path;
import org.fe4j.Evaluation;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.metrics.MetricsReport;

/** How good a backbone is on a folder of class folders: the quick start of the README. */
public final class EvaluateFolder {
  private EvaluateFolder() {}

  /** Takes a backbone's name and a folder. */
  public static void main(String[] arguments) {
    String model = arguments[0];
    Path folder = Path.of(arguments[1]);
    // begin: quick start
    MetricsReport report =
        Evaluation.of(model) // such as "resnet50" or "clip_vit_b32"
            .on(ImageFolder.of(folder)) // rocks/granite/1.jpg, rocks/gneiss/2.png, ...
            .folds(5)
            .run();
    System.out.println(report);
    // end: quick start
  }
}
