package org.fe4j.examples;

import java.nio.file.Path;
import org.fe4j.Evaluation;
import org.fe4j.dataset.ImageList;
import org.fe4j.metrics.MetricsReport;

/** How good a backbone is on one part of the images that a list names. */
public final class EvaluateList {
  private EvaluateList() {}

  /** Takes a backbone's name and a list of images with a part "train". */
  public static void main(String[] arguments) {
    String model = arguments[0];
    Path list = Path.of(arguments[1]);
    // begin: list
    ImageList rocks = ImageList.of(list); // rocks.csv, or rocks.jsonl
    System.out.println(rocks.splits()); // [test, train]
    MetricsReport report = Evaluation.of(model).on(rocks.split("train")).folds(5).run();
    System.out.println(report);
    // end: list
  }
}
