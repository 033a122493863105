package org.fe4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.Evaluation;
import org.fe4j.dataset.published.Stl10;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.validation.PredefinedFolds;

/** How good a backbone is on STL-10 under its publisher's protocol. */
public final class EvaluateStl10 {
  private EvaluateStl10() {}

  /** Takes a backbone's name and {@code stl10_binary.tar.gz}, or the folder in it. */
  public static void main(String[] arguments) throws IOException {
    String model = arguments[0];
    Path archive = Path.of(arguments[1]);
    // begin: predefined folds
    Stl10 images = Stl10.of(archive);
    PredefinedFolds folds =
        PredefinedFolds.of(
            "STL-10's ten folds", images.size(), images.trainingFolds(), images.testRows());
    MetricsReport report = Evaluation.of(model).on(images).validation(folds).run();
    System.out.println(report);
    // end: predefined folds
  }
}
